import { constants } from 'node:fs';
import { open, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { execFileSync, type ChildProcess } from 'node:child_process';
import { beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { startAvatar } from './fixtures/avatar-command.js';
import { isRunning, pidRecorder } from './fixtures/fake-program.js';
import { ffmpeg } from './fixtures/media.js';
import { paintedPicture, pngOf } from './fixtures/pictures.js';
import { tone } from './fixtures/signals.js';
import { temporaryFolder } from './fixtures/temporary-folder.js';
import { waveFile } from './fixtures/wave-file.js';
import { serve } from './fixtures/web-server.js';

let folder: string;
/** A file with the process id of every ffmpeg that was started. */
let notes: string;
let environment: Record<string, string>;
beforeEach(async () => {
  folder = await temporaryFolder();
  notes = path.join(await temporaryFolder(), 'pids');
  await writeFile(path.join(folder, 'face.png'), await pngOf(paintedPicture(160, 120)));
  await writeFile(path.join(folder, 'voice.wav'), waveFile(tone(300, 300)));
  const program = await pidRecorder(path.dirname(notes), (await ffmpeg()).path, notes);
  environment = { FFMPEG_PATH: program, VOICE_ALLOW_PRIVATE: 'loopback' };
});

const parameters = (voice: string) => [
  ...['render', '--avatar', 'face.png', '--face', '50,20,60,70'],
  ...['--voice', voice, '--out', 'out.mp4'],
];

/** Waits until the command prints these words on standard error. */
function prints(child: ChildProcess, words: string): Promise<void> {
  return new Promise((resolve) => {
    let said = '';
    child.stderr?.on('data', (bytes: Buffer) => {
      said += bytes.toString();
      if (said.includes(words)) resolve();
    });
  });
}

const ffmpegs = async () => (await readFile(notes, 'utf8')).trim().split('\n').map(Number);

const nothingLeft = async () => {
  // The cache is supposed to stay.
  const names = (await readdir(folder)).filter((name) => name !== 'cache');
  expect(names.sort()).toEqual(['face.png', 'tmp', 'voice.wav']);
};

describe('an interruption during a render', () => {
  test.each([
    // A terminal sends SIGINT to all processes in the foreground, ffmpeg included.
    ['by Ctrl-C in a terminal', (child: ChildProcess) => process.kill(-(child.pid ?? NaN), 'SIGINT')],
    ['by SIGINT to the command alone', (child: ChildProcess) => child.kill('SIGINT')],
    ['by SIGTERM', (child: ChildProcess) => child.kill('SIGTERM')],
  ])('%s ends the command and every ffmpeg, and leaves no files', async (_, interrupt) => {
    const { child, ended } = await startAvatar(folder, parameters('voice.wav'), environment);
    await prints(child, 'moving the lips');
    await vi.waitFor(async () => expect(await ffmpegs()).toHaveLength(2), 60_000);
    const running = (await ffmpegs()).at(-1) ?? NaN;
    expect(isRunning(running)).toBe(true);
    interrupt(child);
    const end = await ended;
    expect(end.stderr).toMatch(/\ncancelled: Interrupted\. All temporary files were removed\.\n$/);
    expect(end).toMatchObject({ exitCode: 130, signal: null, stdout: '', left: [] });
    expect((await ffmpegs()).map(isRunning)).toEqual([false, false]);
    await nothingLeft();
  });
});

test('an interruption ends a command that waits for its voice', async () => {
  const url = await serve((_, response) => void response.write('RIFF'));
  const { child, ended } = await startAvatar(folder, parameters(url), environment);
  await prints(child, 'fetching the voice');
  child.kill('SIGINT');
  const end = await ended;
  expect(end).toMatchObject({ exitCode: 130, stdout: '', left: [] });
  expect(end.stderr).toContain('cancelled: ');
  await nothingLeft();
});

describe.skipIf(process.platform === 'win32')('a command that is stuck in a system call', () => {
  /** Starts the command with a pipe as the picture, to which nothing is written. */
  const startStuck = async () => {
    const pipe = path.join(folder, 'pipe.png');
    execFileSync('mkfifo', [pipe]);
    const wanted = ['render', '--avatar', 'pipe.png', '--voice', 'voice.wav', '--out', 'out.mp4'];
    const started = await startAvatar(folder, wanted, environment);
    onTestFinished(() => void started.child.kill('SIGKILL'));
    // This succeeds only after the command has opened the pipe.
    const opened = await vi.waitFor(() => open(pipe, constants.O_WRONLY | constants.O_NONBLOCK), 100_000);
    onTestFinished(() => opened.close());
    return started;
  };

  test.each(['SIGINT', 'SIGTERM'] as const)('ends at a second %s', async (signal) => {
    const { child, ended } = await startStuck();
    child.kill(signal);
    await sleep(1000);
    expect([child.exitCode, child.signalCode]).toEqual([null, null]);
    child.kill(signal);
    // A shell reports this as 130 or 143.
    expect(await ended).toMatchObject({ exitCode: null, signal, stdout: '', left: [] });
  });

  test('does not end if one interruption arrives twice', async () => {
    const { child, ended } = await startStuck();
    child.kill('SIGINT');
    await sleep(50);
    child.kill('SIGINT');
    await sleep(1000);
    expect([child.exitCode, child.signalCode]).toEqual([null, null]);
    child.kill('SIGKILL');
    await ended;
  });
});
