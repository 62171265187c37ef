import { existsSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { isRunning, programWithPid } from '../../../test/fixtures/fake-program.js';
import { zeros } from '../../../test/fixtures/streams.js';
import { runFfmpeg } from './run.js';

const never = new AbortController().signal;
const idle = 'setInterval(() => undefined, 1000);';

describe('runFfmpeg ends the process before it rejects', () => {
  test('after an abort, with the reason of the abort', async () => {
    const { program, pid } = await programWithPid(idle);
    const stop = new AbortController();
    const running = expect(runFfmpeg(program, [], { signal: stop.signal })).rejects.toThrow('enough');
    const id = await pid();
    expect(isRunning(id)).toBe(true);
    stop.abort(new Error('enough'));
    await running;
    expect(isRunning(id)).toBe(false);
  });

  test('although the process ignores SIGTERM and waits for its input', async () => {
    const { program, pid } = await programWithPid(`process.on('SIGTERM', () => undefined); ${idle}`);
    const stop = new AbortController();
    const running = expect(
      runFfmpeg(program, [], { input: zeros(1e6), signal: stop.signal }),
    ).rejects.toThrow('enough');
    const id = await pid();
    stop.abort(new Error('enough'));
    await running;
    expect(isRunning(id)).toBe(false);
  });

  test('after an error of the input', async () => {
    const { program, pid } = await programWithPid(`process.stdin.resume(); ${idle}`);
    async function* input() {
      yield* zeros(2);
      await pid();
      throw new Error('the network broke');
    }
    await expect(runFfmpeg(program, [], { input: input(), signal: never })).rejects.toThrow(
      'the network broke',
    );
    expect(isRunning(await pid())).toBe(false);
  });

  test('after an error of the consumer', async () => {
    const { program, pid } = await programWithPid(`process.stdout.write('x'); ${idle}`);
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

test('runFfmpeg starts no process if the signal is already aborted', async () => {
  const { program, file } = await programWithPid(idle);
  await expect(runFfmpeg(program, [], { signal: AbortSignal.abort(new Error('no')) })).rejects.toThrow('no');
  await wait(500);
  expect(existsSync(file)).toBe(false);
});
