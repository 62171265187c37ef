// `npm test [-- FILTER…]`: setup, then every check beside the main lane of the tests. The checks are
// programs of one thread, and the tests wait for a third of their time: on two cores, both together take
// little more than the tests alone.
import { spawn, spawnSync } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '..');

// Setup builds whatever has changed, so that the checks need not build again.
const prepared = spawnSync(process.execPath, ['scripts/setup.mjs'], { cwd: root, stdio: 'inherit' });
if (prepared.status !== 0) process.exit(1);

const checks = start('npm', ['run', '--silent', 'check:built'], 'pipe');
const tests = start('npx', ['vitest', 'run', ...process.argv.slice(2)], 'inherit');
const testsCode = await tests.ended;
const checksCode = await checks.ended;
// After the report of the tests, so that neither is torn apart.
process.stdout.write(checks.output());
console.log(checksCode === 0 ? 'checks passed' : 'checks failed');
process.exitCode = testsCode || checksCode;

/** Starts a program. @param output where its output goes; that of a pipe is kept */
function start(program, parameters, output) {
  const child = spawn(program, parameters, { cwd: root, stdio: ['ignore', output, output] });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (text += chunk));
  const ended = new Promise((resolve) => child.once('close', (code) => resolve(code ?? 1)));
  return { ended, output: () => text };
}
