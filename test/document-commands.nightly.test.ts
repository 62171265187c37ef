import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { packageRoot } from '../config/package-root.js';
import { freePort } from '../events/local/free-port.js';
import { documentCommands } from './fixtures/document-commands.js';
import { freshCopy, isClone } from './fixtures/fresh-copy.js';
import { tone } from './fixtures/signals.js';
import { tinyModel } from './fixtures/tiny-model.js';
import { waveFile } from './fixtures/wave-file.js';

const blocks = documentCommands().filter(({ asksService, reason }) => !asksService && reason === undefined);
/** Commands that run until they are interrupted, also with settings before them. */
const isServer = /(^|\s)(npm (run local|start)|npx avatar-service serve)\b/;

/** The commands that need a clone, in a fresh one; each block in the order of its document. */
describe.runIf(isClone)('in a fresh clone, the commands of', { timeout: 900_000 }, () => {
  let folder: string;
  let clone: string;
  beforeAll(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'avatar-clone-'));
    clone = path.join(folder, 'avatar-service');
    await freshCopy(clone);
    await cp(path.join(packageRoot, 'build'), path.join(clone, 'build'), { recursive: true });
    await cp(path.join(packageRoot, 'avatars', 'amina.png'), path.join(clone, 'maria.png'));
    for (const name of ['clip.wav', 'clip.mp3']) await writeFile(path.join(clone, name), waveFile(tone(0.3)));
    await cp(tinyModel().legacy, path.join(clone, 'wav2lip_gan.pth'));
    await cp(path.join(packageRoot, 'avatars', 'amina.png'), path.join(clone, 'out.mp4'));
    await ownCommand(path.join(folder, 'bin'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  test.each(blocks.map((block) => [`${block.document}:${String(block.line)}`, block.commands] as const))(
    '%s work',
    async (_, commands) => {
      for (const command of commands) {
        const { code, output } = await runLine(command);
        expect(code, `${command}\n${output}`).toBe(0);
      }
    },
  );

  async function runLine(command: string): Promise<{ code: number | null; output: string }> {
    const port = await freePort();
    const child = spawn('bash', ['-euo', 'pipefail', '-c', command], {
      cwd: clone,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        PATH: `${path.join(folder, 'bin')}:${process.env['PATH'] ?? ''}`,
        ...(process.env['FFMPEG_PATH'] ? { FFMPEG_PATH: process.env['FFMPEG_PATH'] } : {}),
        HOME: folder,
        CACHE_DIR: path.join(folder, 'cache'),
        PORT: String(port),
        FUNC_PORT: String(port),
        METRICS_PORT: '0',
        npm_config_update_notifier: 'false',
      },
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
    }
    const closed = once(child, 'close');
    if (!isServer.test(command)) {
      await closed;
      return { code: child.exitCode, output };
    }
    const isReady = await answers(`http://127.0.0.1:${String(port)}/health/readiness`, closed);
    if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGTERM');
    await closed;
    return { code: isReady ? 0 : 1, output };
  }
});

/** Waits until a server is ready. @returns false if it has ended before */
async function answers(url: string, closed: Promise<unknown>): Promise<boolean> {
  const end = closed.then(() => true);
  for (;;) {
    const isReady = await fetch(url).then(
      ({ ok }) => ok,
      () => false,
    );
    if (isReady) return true;
    if (await Promise.race([end, sleep(200, false)])) return false;
  }
}

/** `npx avatar-service`, as if the clone were installed; test/package installs the package. */
async function ownCommand(bin: string): Promise<void> {
  await mkdir(bin);
  const script = `#!/bin/bash
[ "$1" = avatar-service ] || { echo "npx $1 is not expected" >&2; exit 1; }
shift
exec node build/command/avatar.js "$@"
`;
  await writeFile(path.join(bin, 'npx'), script);
  await chmod(path.join(bin, 'npx'), 0o755);
}
