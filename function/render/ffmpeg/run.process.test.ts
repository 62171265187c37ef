import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import { describe, expect, test } from 'vitest';
import { programWithPid } from '../../../test/fixtures/fake-program.js';
import { ffmpeg } from '../../../test/fixtures/media.js';
import { zeros } from '../../../test/fixtures/streams.js';
import { temporaryFolder } from '../../../test/fixtures/temporary-folder.js';
import { runFfmpeg } from './run.js';

const never = new AbortController().signal;

test('runFfmpeg passes input and output through a real ffmpeg', async () => {
  const samples = Buffer.from(Float32Array.from({ length: 100_000 }, (_, i) => Math.sin(i)).buffer);
  async function* input() {
    for (let at = 0; at < samples.length; at += 30_001)
      yield await Promise.resolve(samples.subarray(at, at + 30_001));
  }
  let output = Buffer.alloc(0);
  await runFfmpeg(
    (await ffmpeg()).path,
    ['-f', 'f32le', '-i', 'pipe:0', '-c', 'copy', '-f', 'f32le', 'pipe:1'],
    {
      input: input(),
      consume: async (stream) => void (output = await buffer(stream)),
      signal: never,
    },
  );
  expect(output.equals(samples)).toBe(true);
});

test('runFfmpeg reads its input no faster than the process does', async () => {
  const { program } = await programWithPid(`setTimeout(() => process.stdin.resume(), 300);`);
  let given = 0;
  let before = 0;
  async function* input() {
    for await (const chunk of zeros(200)) {
      given++;
      yield chunk;
    }
  }
  setTimeout(() => void (before = given), 250);
  await runFfmpeg(program, [], { input: input(), signal: never });
  expect(given).toBe(200);
  expect(before).toBeLessThan(20);
});

describe('an error of runFfmpeg', () => {
  test('contains the exit code and the last messages', async () => {
    const { program } = await programWithPid(`console.error('moov atom not found'); process.exitCode = 187;`);
    await expect(runFfmpeg(program, [], { signal: never })).rejects.toMatchObject({
      code: 'ffmpeg_failed',
      message: 'ffmpeg ended with exit code 187: moov atom not found',
      details: { exitCode: 187, signal: null },
    });
  });

  test('names the option that a real ffmpeg does not know', async () => {
    await expect(
      runFfmpeg((await ffmpeg()).path, ['-no_such_option', '1'], { signal: never }),
    ).rejects.toThrow(/^ffmpeg ended with exit code \d+: .*no_such_option/s);
  });

  test('keeps only the last messages of a flood, and does not hang', async () => {
    const flood = `let lines = 0;
      const pour = () => { while (lines < 200000) if (!process.stderr.write('line ' + lines++ + ' of the flood\\n')) return; process.exitCode = 1; };
      process.stderr.on('drain', pour); pour();`;
    const { program } = await programWithPid(flood);
    const failure: unknown = await runFfmpeg(program, [], { signal: never }).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'ffmpeg_failed' });
    const { message } = failure instanceof Error ? failure : { message: '' };
    expect(message.length).toBeLessThan(4200);
    expect(message).toMatch(/line 199999 of the flood$/);
  });

  test('says so if there is no message', async () => {
    const { program } = await programWithPid(`process.exitCode = 3;`);
    await expect(runFfmpeg(program, [], { signal: never })).rejects.toThrow(
      'ffmpeg ended with exit code 3: no message',
    );
  });

  test('names the signal that killed the process', async () => {
    const { program } = await programWithPid(`setTimeout(() => process.kill(process.pid, 'SIGKILL'), 50);`);
    await expect(runFfmpeg(program, [], { signal: never })).rejects.toMatchObject({
      code: 'ffmpeg_failed',
      message: 'ffmpeg ended with signal SIGKILL: no message',
    });
  });

  test('is the failure of the process, not the broken pipe that follows from it', async () => {
    const { program } = await programWithPid(
      `process.stdin.once('data', () => { console.error('no more'); process.exit(9); });`,
    );
    await expect(runFfmpeg(program, [], { input: zeros(1000), signal: never })).rejects.toMatchObject({
      code: 'ffmpeg_failed',
      message: 'ffmpeg ended with exit code 9: no more',
    });
  });

  test('is ffmpeg_missing if there is no such program', async () => {
    const program = path.join(await temporaryFolder(), 'none');
    await expect(runFfmpeg(program, [], { signal: never })).rejects.toMatchObject({ code: 'ffmpeg_missing' });
    await expect(runFfmpeg(program, [], { input: zeros(3), signal: never })).rejects.toMatchObject({
      code: 'ffmpeg_missing',
    });
  });

  test('is disk_full if there is no space left', async () => {
    const parameters = ['-f', 'f32le', '-i', 'pipe:0', '-f', 'wav', '-y', '/dev/full'];
    await expect(
      runFfmpeg((await ffmpeg()).path, parameters, { input: zeros(20), signal: never }),
    ).rejects.toMatchObject({ code: 'disk_full' });
  });
});

test('runFfmpeg succeeds if ffmpeg exits with 0 without reading all input', async () => {
  const { program } = await programWithPid(`process.stdin.once('data', () => process.exit(0));`);
  await expect(runFfmpeg(program, [], { input: zeros(1000), signal: never })).resolves.toBeUndefined();
});
