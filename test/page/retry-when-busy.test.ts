import { describe, expect, test } from 'vitest';
import { Problem } from '../../page/service/problem.js';
import { retryWhenBusy } from '../../page/service/retry-when-busy.js';

const busy = (retryAfterSeconds?: number) =>
  new Problem('renderer_busy', 'busy', 503, retryAfterSeconds === undefined ? {} : { retryAfterSeconds });

/** A request that fails with the given errors, one after the other, and then succeeds. */
function failing(...errors: readonly Error[]) {
  const left = [...errors];
  const state = { attempts: 0 };
  const request = () => {
    state.attempts++;
    const error = left.shift();
    return error ? Promise.reject(error) : Promise.resolve('frame');
  };
  return { state, request };
}

describe('a request that is refused because a video is being rendered', () => {
  test('is repeated after the time that the service names', async () => {
    const { request, state } = failing(busy(5), busy(), busy(0), busy(9999));
    const waited: number[] = [];
    const wait = (seconds: number) => Promise.resolve(waited.push(seconds) > 0);
    expect(await retryWhenBusy(request, wait)).toBe('frame');
    expect([state.attempts, waited]).toEqual([5, [5, 15, 1, 60]]);
  });

  test('fails with that error after eight attempts', async () => {
    const { request, state } = failing(...Array.from({ length: 20 }, () => busy(1)));
    await expect(retryWhenBusy(request, () => Promise.resolve(true))).rejects.toMatchObject({
      code: 'renderer_busy',
    });
    expect(state.attempts).toBe(8);
  });

  test('is not repeated if its result is no longer wanted', async () => {
    const { request, state } = failing(busy(1));
    expect(await retryWhenBusy(request, () => Promise.resolve(false))).toBeUndefined();
    expect(state.attempts).toBe(1);
  });

  test('is not repeated after another error', async () => {
    const { request, state } = failing(busy(1), new Problem('voice_too_long', 'too long', 422));
    await expect(retryWhenBusy(request, () => Promise.resolve(true))).rejects.toMatchObject({
      code: 'voice_too_long',
    });
    expect(state.attempts).toBe(2);
  });
});
