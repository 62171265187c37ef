// Fails if a file of the engine has no room (`rooms` of import-rules.json), or a folder or a product file has
// grown too large. dependency-cruiser checks who imports whom. `node scripts/check-rooms.mjs FOLDER` checks
// another tree.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = process.argv[2] ?? path.join(path.dirname(fileURLToPath(import.meta.url)), '..');
const { folders, tools, rooms } = JSON.parse(readFileSync(path.join(root, 'import-rules.json'), 'utf8'));

/** The product files of a folder and its sub-folders: no tests, no fixtures. */
function productFiles(folder) {
  return readdirSync(path.join(root, folder), { recursive: true })
    .map((file) => `${folder}/${file.replaceAll(path.sep, '/')}`)
    .filter((file) => /(?<!\.test|\.d)\.ts$/.test(file) && statSync(path.join(root, file)).isFile());
}

function checkRooms() {
  const files = new Map();
  for (const file of productFiles(rooms.of)) {
    const folder = path.posix.dirname(file);
    files.set(folder, [...(files.get(folder) ?? []), file]);
  }
  return [...files].flatMap(([folder, contents]) => {
    const name = path.posix.relative(rooms.of, folder);
    const faults = [];
    if (name === '') {
      for (const file of contents.map((each) => path.posix.basename(each))) {
        if (!rooms.top.includes(file)) {
          faults.push(`${folder}/${file}: move it into a room, or list it in rooms.top of import-rules.json`);
        }
      }
    } else if (!rooms.order.includes(name)) {
      faults.push(`${folder}: give the folder its place in rooms.order of import-rules.json`);
    }
    if (contents.length > rooms.maxFiles) {
      faults.push(`${folder} has ${contents.length} product files; at most ${rooms.maxFiles}: divide it`);
    }
    return faults;
  });
}

function checkLengths() {
  const tops = new Set([...Object.keys(folders), ...tools].map((name) => name.split('/')[0]));
  return [...tops].flatMap(productFiles).flatMap((file) => {
    const text = readFileSync(path.join(root, file), 'utf8');
    // The file of a generator has as many lines as what it is made from.
    if (/^\/\* .*Generated from/.test(text)) return [];
    // A file of texts has as many lines as there are texts.
    if (rooms.texts?.includes(path.posix.dirname(file))) return [];
    const lines = text.split('\n').length - 1;
    return lines > rooms.maxLines ? [`${file} has ${lines} lines; at most ${rooms.maxLines}: divide it`] : [];
  });
}

const faults = [...checkRooms(), ...checkLengths()];
for (const fault of faults) console.error(fault);
if (faults.length > 0) process.exitCode = 1;
