// `preinstall` of the package: keeps onnxruntime-node from downloading 200 MB of CUDA libraries from NuGet, which
// fails the whole installation where NuGet is not reached. npm runs this before the scripts of dependencies.
// `node ./script/install`, the script of onnxruntime-node, runs a file of exactly that name before
// `install.js`: the one written here ends at once unless the libraries are asked for. No file is changed, and nothing
// stays written if the project, or another of its packages, depends on the same onnxruntime-node.
// Plain JavaScript with no dependencies, and it never fails: without it, only the download takes place.
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

const dependency = 'onnxruntime-node';
const guard = `// Written by avatar-service: CUDA libraries are downloaded only if they are asked for, for example with
// ONNXRUNTIME_NODE_INSTALL=cuda12 npm rebuild onnxruntime-node
const asked = Object.keys(process.env).some((name) => /^(npm_config_)?onnxruntime_node_install/i.test(name));
if (asked || process.argv.length > 2) require('./install.js');
`;

try {
  const folder = path.dirname(createRequire(import.meta.url).resolve(`${dependency}/package.json`));
  const script = path.join(folder, 'script', 'install');
  if (isShared(path.dirname(folder))) rmSync(script, { force: true });
  else writeFileSync(script, guard);
} catch {
  // Not there yet, or read-only.
}

/** Whether something besides this package depends on what these node_modules contain. */
function isShared(modules) {
  const scoped = (name) =>
    name.startsWith('@')
      ? readdirSync(path.join(modules, name)).map((inner) => path.join(name, inner))
      : [name];
  const packages = readdirSync(modules).flatMap(scoped);
  return ['..', ...packages].some((name) => {
    const manifest = manifestIn(path.join(modules, name));
    const { dependencies, devDependencies = {}, optionalDependencies } = manifest;
    const all = { ...(name === '..' ? devDependencies : {}), ...dependencies, ...optionalDependencies };
    return manifest.name !== 'avatar-service' && dependency in all;
  });
}

/** @returns an empty object for a folder without a manifest */
function manifestIn(folder) {
  try {
    return JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
  } catch {
    return {};
  }
}
