import { describe, expect, test, vi } from 'vitest';
import { requested } from '../test/fixtures/events.js';
import { handle, liveness, readiness, shutdown } from './handler.js';

describe('the function before its model is loaded', () => {
  test('answers an event with 503, so that the broker keeps it', async () => {
    await expect(handle({}, requested('job'))).rejects.toMatchObject({
      code: 503,
      message: expect.stringMatching(/^job_busy: /) as string,
    });
  });

  test('answers a plain request with nothing', async () => {
    expect(await handle({}, undefined)).toBeUndefined();
  });

  test('is live, but not ready', () => {
    const statuses: number[] = [];
    const reply = { code: (status: number) => statuses.push(status) };
    expect(readiness(undefined, reply)).toEqual({ status: 'loading' });
    expect(statuses).toEqual([503]);
    expect(liveness()).toEqual({ status: 'live' });
  });

  test('shuts down at once, and reports that it is draining', async () => {
    await shutdown();
    const reply = { code: vi.fn() };
    expect(readiness(undefined, reply)).toEqual({ status: 'draining' });
    expect(reply.code).toHaveBeenCalledWith(503);
  });
});
