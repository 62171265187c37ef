// All that is needed on a bare machine with Node: dependencies, build, ffmpeg. Plain JavaScript,
// since it runs before anything is installed. Quick when there is nothing to do.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '..');
const quiet = process.argv.includes('--quiet');
const rooms = [
  'bench',
  'command',
  'config',
  'errors',
  'evaluate',
  'events',
  'function',
  'outbound',
  'page',
  'scripts',
  'storage',
  'test',
];

step('dependencies', 'node_modules', [process.version, process.platform, textOf('package-lock.json')], () =>
  // Also where NODE_ENV says production: the compiler is needed here.
  run('npm', ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error']),
);
step(
  'build',
  'build',
  [textOf('tsconfig.json'), textOf('page/tsconfig.json'), textOf('package-lock.json'), ...sources()],
  () => {
    // From scratch, or what was deleted from the sources would live on in the build.
    rmSync(path.join(root, 'build'), { recursive: true, force: true });
    for (const project of ['.', 'page']) {
      run(process.execPath, [path.join('node_modules', 'typescript', 'bin', 'tsc'), '-p', project]);
    }
  },
);
await findOrInstallFfmpeg();
say('ready');

/** Does `work` unless it was done before with the same ingredients; a stamp in `folder` tells. */
function step(name, folder, ingredients, work) {
  const stamp = path.join(root, folder, `.setup-${name}`);
  const wanted = createHash('sha256').update(ingredients.join('\n')).digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  console.error(`setup: ${name} …`);
  work();
  mkdirSync(path.dirname(stamp), { recursive: true });
  writeFileSync(stamp, wanted);
}

async function findOrInstallFfmpeg() {
  const { findFfmpeg } = await import(
    new URL('../build/function/render/ffmpeg/find.js', import.meta.url).href
  );
  const given = process.env.FFMPEG_PATH || undefined;
  const found = await findFfmpeg(given).catch((error) => error);
  if (typeof found === 'string') return say(`ffmpeg is ${found}`);
  if (given === undefined && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    console.error('setup: ffmpeg …');
    run('apt-get', ['update', '-qq']);
    run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'ffmpeg']);
    return;
  }
  console.error(`setup: ${found.message}`);
  process.exit(6);
}

/** Name, size and time of every source file. */
function sources() {
  return rooms
    .filter((room) => existsSync(path.join(root, room)))
    .flatMap((room) =>
      readdirSync(path.join(root, room), { recursive: true }).map((name) => path.join(room, name)),
    )
    .filter((file) => file.endsWith('.ts'))
    .sort()
    .map((file) => {
      const { size, mtimeMs } = statSync(path.join(root, file));
      return `${file} ${size} ${mtimeMs}`;
    });
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
