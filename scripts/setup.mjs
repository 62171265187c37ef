// Prepares a machine that has Node: dependencies, build, ffmpeg. Plain JavaScript, because it runs before
// anything is installed. Quick when everything is up to date. With `--package` (`prepack`), the build is made from
// scratch, so that the package contains no outputs of deleted sources, and ffmpeg is not needed.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '..');
const quiet = process.argv.includes('--quiet');
const forPackage = process.argv.includes('--package');
const steps = 3;
/** Folders without sources of the build. */
const skipped = ['build', 'coverage', 'data', 'node_modules', 'training'];

const kernel = 'function/render/compose/kernel/assembly/asconfig.json';
const buildSettings = ['tsconfig.json', 'page/tsconfig.json', kernel, 'package-lock.json'];

step(
  { number: 1, name: 'dependencies', what: 'npm ci, about a minute' },
  'node_modules',
  [process.version, process.platform, textOf('package-lock.json')],
  () => {
    // Development packages with NODE_ENV=production, too: the compiler is needed here.
    run('npm', ['ci', '--include=dev', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']);
  },
);
step(
  { number: 2, name: 'build', what: 'TypeScript, kernel, and face networks, about half a minute' },
  'build',
  [...buildSettings.map(textOf), ...sources()],
  () => {
    // From scratch: the outputs of deleted sources must not stay.
    rmSync(path.join(root, 'build'), { recursive: true, force: true });
    for (const project of ['.', 'page']) {
      run(process.execPath, [path.join('node_modules', 'typescript', 'bin', 'tsc'), '-p', project]);
    }
    run(process.execPath, [path.join('build', 'scripts', 'bundle-page.js')]);
    const asc = path.join('node_modules', 'assemblyscript', 'bin', 'asc.js');
    run(process.execPath, [asc, '--config', kernel, '--target', 'release']);
    run(process.execPath, [path.join('build', 'scripts', 'convert-face-networks.js')]);
  },
);
// CI installs it at the same time.
if (!forPackage && !process.argv.includes('--without-ffmpeg')) await findOrInstallFfmpeg();
say('ready');

/** Runs `work` unless the stamp in `folder` shows that it ran before with the same inputs. */
function step({ number, name, what }, folder, ingredients, work) {
  const stamp = path.join(root, folder, `.setup-${name}`);
  const wanted = createHash('sha256').update(ingredients.join('\n')).digest('hex');
  const isCurrent = existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted;
  if (isCurrent && !(forPackage && folder === 'build')) return;
  const end = begin(number, name, what);
  work();
  end();
  mkdirSync(path.dirname(stamp), { recursive: true });
  writeFileSync(stamp, wanted);
}

/** Announces a step. @returns a function that reports how long it took */
function begin(number, name, what) {
  const startMs = performance.now();
  console.error(`setup: ${number}/${steps} ${name} (${what}) …`);
  return () => {
    const seconds = ((performance.now() - startMs) / 1000).toFixed(0);
    console.error(`setup: ${number}/${steps} ${name}: ${seconds} s`);
  };
}

/** Uses the ffmpeg of this machine, or installs one: from the distribution as root, else the binary of `ffmpeg-static`. */
async function findOrInstallFfmpeg() {
  const { findFfmpeg } = await import(
    new URL('../build/function/render/ffmpeg/find.js', import.meta.url).href
  );
  const given = process.env.FFMPEG_PATH || undefined;
  const find = () => findFfmpeg(given).catch((error) => error);
  let found = await find();
  if (found.path === undefined && given === undefined) {
    const end = begin(3, 'ffmpeg', 'download of a program of 80 MB, or of packages');
    if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
      run('apt-get', ['update', '-qq']);
      run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'ffmpeg']);
    } else {
      // Its download may fail; then the message below says what to do.
      spawnSync(process.execPath, [path.join('node_modules', 'ffmpeg-static', 'install.js')], { cwd: root });
    }
    found = await find();
    end();
  }
  if (found.path !== undefined) return say(`ffmpeg is ${found.path}`);
  console.error(`setup: ${found.message}`);
  process.exit(6);
}

/** Name and text of every source file, so that a copy of the project can bring its build along. */
function sources() {
  return readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.') && !skipped.includes(entry.name))
    .flatMap(({ name }) =>
      readdirSync(path.join(root, name), { recursive: true }).map((file) => path.join(name, file)),
    )
    .filter((file) => /\.ts$|^page\/.*\.(?:css|html)$/.test(file))
    .sort()
    .flatMap((file) => [file, textOf(file)]);
}

function textOf(file) {
  return readFileSync(path.join(root, file), 'utf8');
}

function run(program, parameters) {
  const { status, error } = spawnSync(program, parameters, {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  });
  if (status === 0) return;
  console.error(`setup: ${program} ${parameters.join(' ')} failed (${error?.message ?? status})`);
  process.exit(1);
}

function say(text) {
  if (!quiet) console.error(`setup: ${text}`);
}
