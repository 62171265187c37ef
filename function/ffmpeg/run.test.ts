import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, test, vi } from 'vitest';
import { fakeProgram, isRunning } from '../../test/fixtures/fake-program.js';
import { ffmpeg } from '../../test/fixtures/media.js';
import { temporaryFolder } from '../../test/fixtures/temporary-folder.js';
import { runFfmpeg } from './run.js';

const never = new AbortController().signal;
const idle = 'setInterval(() => undefined, 1000);';

/** A program in place of ffmpeg, the file in which it notes its process id, and that id once it runs. */
async function fake(script: string): Promise<{ program: string; file: string; pid: () => Promise<number> }> {
  const folder = await temporaryFolder();
  const file = path.join(folder, 'pid');
  const note = `require('fs').writeFileSync(${JSON.stringify(file)}, String(process.pid));`;
  const program = await fakeProgram(folder, 'fake', `${script}\n${note}`);
  const pid = async () => Number(await readFile(file, 'utf8'));
  return { program, file, pid: () => vi.waitFor(pid, { timeout: 5000 }) };
}

async function* chunks(count: number, bytes = 65_536): AsyncGenerator<Uint8Array> {
  for (let i = 0; i < count; i++) yield await Promise.resolve(new Uint8Array(bytes));
}

test('what goes in comes out, through a real ffmpeg', async () => {
  const samples = Buffer.from(Float32Array.from({ length: 100_000 }, (_, i) => Math.sin(i)).buffer);
  async function* input() {
    for (let at = 0; at < samples.length; at += 30_001)
      yield await Promise.resolve(samples.subarray(at, at + 30_001));
  }
  let output = Buffer.alloc(0);
  await runFfmpeg(await ffmpeg(), ['-f', 'f32le', '-i', 'pipe:0', '-c', 'copy', '-f', 'f32le', 'pipe:1'], {
    input: input(),
    consume: async (stream) => void (output = await buffer(stream)),
    signal: never,
  });
  expect(output.equals(samples)).toBe(true);
});

test('input is read no faster than it is taken', async () => {
  const { program } = await fake(`setTimeout(() => process.stdin.resume(), 300);`);
  let [given, before] = [0, 0];
  async function* input() {
    for await (const chunk of chunks(200)) {
      given++;
      yield chunk;
    }
  }
  setTimeout(() => void (before = given), 250);
  await runFfmpeg(program, [], { input: input(), signal: never });
  expect(given).toBe(200);
  expect(before).toBeLessThan(20);
});

describe('a failure', () => {
  test('has the exit code and the last words', async () => {
    const { program } = await fake(`console.error('moov atom not found'); process.exitCode = 187;`);
    await expect(runFfmpeg(program, [], { signal: never })).rejects.toMatchObject({
      code: 'ffmpeg_failed',
      message: 'ffmpeg ended with exit code 187: moov atom not found',
      details: { exitCode: 187, signal: null },
    });
  });

  test('of real ffmpeg names the option that it does not know', async () => {
    await expect(runFfmpeg(await ffmpeg(), ['-no_such_option', '1'], { signal: never })).rejects.toThrow(
      /^ffmpeg ended with exit code \d+: .*no_such_option/s,
    );
  });

  test('with a flood of words keeps the last of them only, and does not hang', async () => {
    const flood = `let lines = 0;
      const pour = () => { while (lines < 200000) if (!process.stderr.write('line ' + lines++ + ' of the flood\\n')) return; process.exitCode = 1; };
      process.stderr.on('drain', pour); pour();`;
    const { program } = await fake(flood);
    const failure: unknown = await runFfmpeg(program, [], { signal: never }).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'ffmpeg_failed' });
    const { message } = failure instanceof Error ? failure : { message: '' };
    expect(message.length).toBeLessThan(4200);
    expect(message).toMatch(/line 199999 of the flood$/);
  });

  test('without a word says so', async () => {
    const { program } = await fake(`process.exitCode = 3;`);
    await expect(runFfmpeg(program, [], { signal: never })).rejects.toThrow(
      'ffmpeg ended with exit code 3: it said nothing',
    );
  });

  test('by a signal names the signal', async () => {
    const { program } = await fake(`setTimeout(() => process.kill(process.pid, 'SIGKILL'), 50);`);
    await expect(runFfmpeg(program, [], { signal: never })).rejects.toMatchObject({
      code: 'ffmpeg_failed',
      message: 'ffmpeg ended with signal SIGKILL: it said nothing',
    });
  });

  test('in the middle of the input is what is told, not the broken pipe', async () => {
    const { program } = await fake(
      `process.stdin.once('data', () => { console.error('no more'); process.exit(9); });`,
    );
    await expect(runFfmpeg(program, [], { input: chunks(1000), signal: never })).rejects.toMatchObject({
      code: 'ffmpeg_failed',
      message: 'ffmpeg ended with exit code 9: no more',
    });
  });

  test('for want of a program is a missing ffmpeg', async () => {
    const program = path.join(await temporaryFolder(), 'none');
    await expect(runFfmpeg(program, [], { signal: never })).rejects.toMatchObject({ code: 'ffmpeg_missing' });
    await expect(runFfmpeg(program, [], { input: chunks(3), signal: never })).rejects.toMatchObject({
      code: 'ffmpeg_missing',
    });
  });

  test('for want of space is a full disk', async () => {
    const parameters = ['-f', 'f32le', '-i', 'pipe:0', '-f', 'wav', '-y', '/dev/full'];
    await expect(
      runFfmpeg(await ffmpeg(), parameters, { input: chunks(20), signal: never }),
    ).rejects.toMatchObject({ code: 'disk_full' });
  });
});

test('input that is left unread is no failure where ffmpeg is content', async () => {
  const { program } = await fake(`process.stdin.once('data', () => process.exit(0));`);
  await expect(runFfmpeg(program, [], { input: chunks(1000), signal: never })).resolves.toBeUndefined();
});

describe('ffmpeg is ended, and gone when the caller learns of it', () => {
  test('by an abort, which is thrown with its own reason', async () => {
    const { program, pid } = await fake(idle);
    const stop = new AbortController();
    const running = expect(runFfmpeg(program, [], { signal: stop.signal })).rejects.toThrow('enough');
    const id = await pid();
    expect(isRunning(id)).toBe(true);
    stop.abort(new Error('enough'));
    await running;
    expect(isRunning(id)).toBe(false);
  });

  test('by SIGKILL two seconds later where it ignores SIGTERM', async () => {
    const { program, pid } = await fake(`process.on('SIGTERM', () => undefined); ${idle}`);
    const stop = new AbortController();
    const running = expect(
      runFfmpeg(program, [], { input: chunks(1e6), signal: stop.signal }),
    ).rejects.toThrow('enough');
    const id = await pid();
    const began = performance.now();
    stop.abort(new Error('enough'));
    await wait(1000);
    expect(isRunning(id)).toBe(true);
    await running;
    expect(isRunning(id)).toBe(false);
    expect(performance.now() - began).toBeGreaterThan(1900);
    expect(performance.now() - began).toBeLessThan(5000);
  });

  test('by an error of what is fed to it', async () => {
    const { program, pid } = await fake(`process.stdin.resume(); ${idle}`);
    async function* input() {
      yield* chunks(2);
      await pid();
      throw new Error('the network broke');
    }
    await expect(runFfmpeg(program, [], { input: input(), signal: never })).rejects.toThrow(
      'the network broke',
    );
    expect(isRunning(await pid())).toBe(false);
  });

  test('by an error of what reads from it', async () => {
    const { program, pid } = await fake(`process.stdout.write('x'); ${idle}`);
    const consume = async (output: AsyncIterable<Uint8Array>) => {
      for await (const bytes of output) {
        await pid();
        throw new Error(`${String(bytes.length)} bytes are enough`);
      }
    };
    await expect(runFfmpeg(program, [], { consume, signal: never })).rejects.toThrow('1 bytes are enough');
    expect(isRunning(await pid())).toBe(false);
  });
});

test('an abort beforehand starts nothing', async () => {
  const { program, file } = await fake(idle);
  await expect(runFfmpeg(program, [], { signal: AbortSignal.abort(new Error('no')) })).rejects.toThrow('no');
  await wait(500);
  expect(existsSync(file)).toBe(false);
});
