// `npm run lint`: runs the linter, which needs most of the time, beside all other checks, and fails if one
// of them does.
import { spawn } from 'node:child_process';

/** The exit status of one of the package's scripts. */
function runScript(name) {
  return new Promise((resolve) => {
    spawn('npm', ['run', '--silent', name], { stdio: 'inherit', shell: process.platform === 'win32' }).on(
      'close',
      resolve,
    );
  });
}

const statuses = await Promise.all(['lint:code', 'lint:files'].map(runScript));
process.exitCode = statuses.every((status) => status === 0) ? 0 : 1;
