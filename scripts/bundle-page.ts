import { readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { build } from 'esbuild';
import { packageRoot } from '../config/package-root.js';

/*
 * Makes what the adapter serves as the page: one script, one style sheet, and the typeface, each with a hash
 * of its content in its name, and a copy of each that is compressed with Brotli and with gzip.
 */

const source = path.join(packageRoot, 'page');
const target = path.join(packageRoot, 'build', 'page', 'site');

await rm(target, { recursive: true, force: true });
const { metafile } = await build({
  entryPoints: { main: path.join(source, 'main.ts'), style: path.join(source, 'styles', 'main.css') },
  outdir: target,
  entryNames: '[name]-[hash]',
  chunkNames: '[name]-[hash]',
  assetNames: '[name]-[hash]',
  bundle: true,
  splitting: true,
  minify: true,
  format: 'esm',
  target: 'es2022',
  loader: { '.woff2': 'file' },
  tsconfig: path.join(source, 'tsconfig.json'),
  logLevel: 'warning',
  metafile: true,
});

const names = Object.keys(metafile.outputs).map((name) => path.basename(name));
await writeFile(
  path.join(target, 'index.html'),
  linked(await readFile(path.join(source, 'index.html'), 'utf8')),
);
for (const name of names.filter((each) => /\.(js|css)$/.test(each))) await compress(path.join(target, name));

/** The page with the names of the built files in place of those of their sources. */
function linked(html: string): string {
  return html
    .replace('page/main.js', `page/${built(/^main-.*\.js$/)}`)
    .replace('page/styles/main.css', `page/${built(/^style-.*\.css$/)}`)
    .replace('page/instrument-sans.woff2', `page/${built(/\.woff2$/)}`);
}

function built(pattern: RegExp): string {
  const name = names.find((each) => pattern.test(each));
  if (name === undefined)
    throw new Error(`the build of the page has no file that matches ${String(pattern)}`);
  return name;
}

async function compress(file: string): Promise<void> {
  const bytes = await readFile(file);
  const parameters = { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY };
  await writeFile(`${file}.br`, await promisify(brotliCompress)(bytes, { params: parameters }));
  await writeFile(`${file}.gz`, await promisify(gzip)(bytes, { level: 9 }));
}
