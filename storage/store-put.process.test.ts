import { text } from 'node:stream/consumers';
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test, vi } from 'vitest';
import { RenderError } from '../errors/render-error.js';
import { gathered } from '../test/fixtures/streams.js';
import { onEveryStore } from '../test/fixtures/stores.js';

const binary = { contentType: 'application/octet-stream' };
const mebibyte = Buffer.alloc(1 << 20, 7);

describe('Store.put', () => {
  onEveryStore((open) => {
    test.each([1, 20])(
      'rejects with the error of a stream that fails after %i MiB and stores nothing',
      async (n) => {
        const { store } = await open();
        const failure = new RenderError('body_too_large', 'too much');
        const body = Readable.from(failingAfter(n, failure));
        await expect(store.put('key', body, binary)).rejects.toBe(failure);
        expect(await store.head('key')).toBeUndefined();
        expect(await gathered(store.list(''))).toEqual([]);
        expect(body.destroyed).toBe(true);
      },
    );

    test('keeps the previous object if the stream fails', async () => {
      const { store } = await open();
      await store.put('key', Buffer.from('first'), binary);
      const body = Readable.from(failingAfter(1, new Error('broken')));
      await expect(store.put('key', body, binary)).rejects.toThrow();
      const object = await store.get('key');
      expect(object && (await text(object.body))).toBe('first');
    });

    test.each([0, 1, 20])('rejects with the reason of an abort after %i MiB', async (n) => {
      const { store } = await open();
      const abortion = new AbortController();
      const reason = new RenderError('deadline_exceeded', 'too late');
      const body = Readable.from(endless(n, () => abortion.abort(reason)));
      await expect(store.put('key', body, { ...binary, signal: abortion.signal })).rejects.toBe(reason);
      expect(body.destroyed).toBe(true);
      expect(await store.head('key')).toBeUndefined();
    });

    test('reads nothing if it was aborted before it started', async () => {
      const { store } = await open();
      const reason = new RenderError('cancelled', 'before');
      const read = vi.fn();
      const body = new Readable({ read });
      const options = { ...binary, signal: AbortSignal.abort(reason) };
      await expect(store.put('stream', body, options)).rejects.toBe(reason);
      await expect(store.put('bytes', Buffer.from('x'), options)).rejects.toBe(reason);
      expect(body.destroyed).toBe(true);
      expect(await gathered(store.list(''))).toEqual([]);
    });

    test('keeps one complete object of several concurrent puts, and readers never see a part', async () => {
      const { store } = await open();
      const contents = Array.from({ length: 8 }, (_, i) => String(i).repeat(100_000));
      await store.put('key', Buffer.from(contents[0] ?? ''), binary);
      let writing = true;
      const look = async () => {
        const seen = new Set<string | undefined>();
        while (writing) {
          const object = await store.get('key');
          seen.add(object && (await text(object.body)));
        }
        return seen;
      };
      const looking = look();
      await Promise.all(contents.map((content) => store.put('key', Buffer.from(content), binary)));
      writing = false;
      const last = await store.get('key');
      expect(contents).toContain(last && (await text(last.body)));
      for (const content of await looking) expect(contents.includes(content ?? '')).toBe(true);
    });
  });
});

async function* failingAfter(mebibytes: number, failure: Error): AsyncGenerator<Buffer> {
  for (let i = 0; i < mebibytes; i++) yield await Promise.resolve(mebibyte);
  throw failure;
}

/** Yields data without end. Calls `then` after the given number of mebibytes. */
async function* endless(mebibytes: number, then: () => void): AsyncGenerator<Buffer> {
  for (let i = 0; i < mebibytes; i++) yield mebibyte;
  then();
  for (;;) {
    await sleep(5);
    yield Buffer.from('x');
  }
}
