// `npm run test:watch [-- FILTER…]`: recompiles changed files and runs the affected unit tests.
import { spawn } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '..');
const modules = path.join(root, 'node_modules');

const compiler = start(path.join(modules, 'typescript', 'bin', 'tsc'), [
  '-p',
  '.',
  '--watch',
  '--preserveWatchOutput',
]);
const tests = start(path.join(modules, 'vitest', 'vitest.mjs'), [
  'watch',
  '--project',
  'unit',
  ...process.argv.slice(2),
]);
tests.once('exit', (code) => {
  compiler.kill();
  process.exitCode = code ?? 1;
});
compiler.once('exit', () => tests.kill());

function start(program, parameters) {
  return spawn(process.execPath, [program, ...parameters], { cwd: root, stdio: 'inherit' });
}
