import childProcess from 'node:child_process';
import { syncBuiltinESMExports } from 'node:module';

/*
 * Setup of the unit tests: starting a process is an error there. Names in node:child_process are
 * replaced for the whole test file, imports by name included.
 */

function refuse(program: unknown): never {
  throw new Error(
    `a unit test starts ${String(program)}: unit tests start no processes. List the file under processTests in vitest.config.js, or give the unit a fake.`,
  );
}

const starters = ['exec', 'execFile', 'execFileSync', 'execSync', 'fork', 'spawn', 'spawnSync'] as const;
for (const name of starters) Object.defineProperty(childProcess, name, { value: refuse });
syncBuiltinESMExports();
