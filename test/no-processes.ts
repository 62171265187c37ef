import childProcess from 'node:child_process';
import { syncBuiltinESMExports } from 'node:module';

/*
 * Setup of the unit tests: starting a process is an error there. Names in node:child_process are
 * replaced for the whole test file, imports by name included.
 */

function refuse(program: unknown): never {
  throw new Error(
    `a unit test starts ${String(program)}: unit tests start no processes. Name the file *.process.test.ts, or give the unit a fake.`,
  );
}

const starters = ['exec', 'execFile', 'execFileSync', 'execSync', 'fork', 'spawn', 'spawnSync'] as const;
for (const name of starters) Object.defineProperty(childProcess, name, { value: refuse });
syncBuiltinESMExports();
