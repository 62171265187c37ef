import { describe, expect, test } from 'vitest';
import { WebhookSlots } from './webhook-slots.js';

/** An attempt that ends when the test says so. */
function held() {
  let end: (value: string) => void = () => undefined;
  const ended = new Promise<string>((resolve) => {
    end = resolve;
  });
  return { attempt: () => ended, end: () => end('delivered') };
}

describe('WebhookSlots', () => {
  test('refuses a third delivery to a receiver, and lets other receivers have theirs', async () => {
    const slots = new WebhookSlots();
    const [first, second] = [held(), held()];
    const both = [slots.run('slow:80', 'a', first.attempt), slots.run('slow:80', 'b', second.attempt)];
    await expect(slots.run('slow:80', 'c', () => Promise.resolve('sent'))).rejects.toMatchObject({
      code: 'rate_limited',
      message: '2 webhooks to slow:80 are on their way, which is the limit. Deliver the outcome again later.',
    });
    expect(await slots.run('slow:81', 'd', () => Promise.resolve('sent'))).toBe('sent');
    first.end();
    second.end();
    expect(await Promise.all(both)).toEqual(['delivered', 'delivered']);
    expect(await slots.run('slow:80', 'c', () => Promise.resolve('sent'))).toBe('sent');
  });

  test('gives the first attempt of an outcome 5 s, and later ones 15 s', async () => {
    const slots = new WebhookSlots();
    const times: number[] = [];
    const fail = (timeoutMs: number) => {
      times.push(timeoutMs);
      return Promise.reject(new Error('no answer'));
    };
    for (const id of ['a', 'a', 'b', 'a']) {
      await expect(slots.run('host', id, fail)).rejects.toThrow('no answer');
    }
    expect(times).toEqual([5000, 15_000, 5000, 15_000]);
  });
});
