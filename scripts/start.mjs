// `npm start`: the function alone, as Knative's builder runs it. Plain JavaScript, because it also runs
// before anything is installed, and then says what to do.
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '..');
const entry = path.join(root, 'build', 'function', 'index.js');
const runtime = path.join(root, 'node_modules', 'faas-js-runtime');

const missing = [
  ...(existsSync(runtime) ? [] : ['its dependencies are not installed']),
  ...(existsSync(entry) ? [] : ['it is not built']),
];
if (missing.length > 0) {
  console.error(
    `The function cannot start: ${missing.join(' and ')}. Run \`npm run setup\` once, and then \`npm start\` again. ` +
      '`npm run local` sets up and starts the whole service.',
  );
  process.exit(2);
}
// The runtime takes the entry from the command line.
process.argv.splice(2, 0, entry);
const cli = createRequire(import.meta.url).resolve('faas-js-runtime/bin/cli.js');
await import(pathToFileURL(cli).href);
