import { buffer, text } from 'node:stream/consumers';
import { Readable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { gathered } from '../test/fixtures/streams.js';
import { onEveryStore } from '../test/fixtures/stores.js';
import type { Store } from './store.js';

const plain = { contentType: 'text/plain' };

describe('A stored object', () => {
  onEveryStore((open) => {
    test('is returned unchanged after a put of bytes or of a stream', async () => {
      const { store } = await open();
      const bytes = Buffer.from(Array.from({ length: 300 }, (_, i) => i % 256));
      await store.put('a/bytes', bytes, plain);
      await store.put('a/stream', Readable.from([bytes.subarray(0, 7), bytes.subarray(7)]), plain);
      for (const key of ['a/bytes', 'a/stream']) {
        const object = await store.get(key);
        expect(object).toMatchObject({ key, bytes: 300 });
        expect(object && (await buffer(object.body))).toEqual(bytes);
      }
    });

    test('can be empty', async () => {
      const { store } = await open();
      await store.put('bytes', Buffer.alloc(0), plain);
      await store.put('stream', Readable.from([]), plain);
      expect(await store.head('bytes')).toMatchObject({ bytes: 0 });
      expect(await content(store, 'bytes')).toBe('');
      expect(await content(store, 'stream')).toBe('');
    });

    test('has the same size and ETag in put, get, head and list', async () => {
      const { store } = await open();
      const beforeMs = Date.now();
      const put = await store.put('name.json', Buffer.from('{}'), plain);
      const head = await store.head('name.json');
      const [listed] = await gathered(store.list(''));
      const got = await store.get('name.json');
      got?.body.destroy();
      expect(head).toMatchObject({ key: 'name.json', bytes: 2, etag: put?.etag });
      expect(listed).toMatchObject({ key: 'name.json', bytes: 2, etag: put?.etag });
      expect(got).toMatchObject({ key: 'name.json', bytes: 2, etag: put?.etag });
      for (const { modified } of [head, listed, got].filter((facts) => facts !== undefined)) {
        // HTTP dates have whole seconds.
        expect(modified.getTime()).toBeGreaterThan(beforeMs - 2000);
        expect(modified.getTime()).toBeLessThan(Date.now() + 2000);
      }
    });

    test('gets a new ETag when it is replaced', async () => {
      const { store } = await open();
      const first = await store.put('key', Buffer.from('first'), plain);
      const second = await store.put('key', Readable.from([Buffer.from('second')]), plain);
      expect(second?.etag).not.toBe(first?.etag);
      expect(await content(store, 'key')).toBe('second');
      expect((await store.head('key'))?.etag).toBe(second?.etag);
    });

    test('is readable to its end after it is replaced or deleted during the read', async () => {
      const { store } = await open();
      await store.put('key', Buffer.from('first'), plain);
      const opened = await store.get('key');
      await store.put('key', Buffer.from('second'), plain);
      expect(opened && (await text(opened.body))).toBe('first');
      const again = await store.get('key');
      await store.delete('key');
      expect(again && (await text(again.body))).toBe('second');
    });

    test('can be missing without an error', async () => {
      const { store } = await open();
      await store.put('folder/name', Buffer.from('x'), plain);
      for (const key of ['nothing', 'folder', 'folder/other', 'folder/name/below']) {
        expect([key, await store.head(key), await store.get(key)]).toEqual([key, undefined, undefined]);
        await store.delete(key);
      }
      expect(await content(store, 'folder/name')).toBe('x');
    });

    test('frees its key when it is deleted', async () => {
      const { store } = await open();
      const first = await store.put('key', Buffer.from('first'), plain);
      const swapped = await store.put('key', Buffer.from('second'), { ...plain, only: first ?? 'absent' });
      expect(swapped).toBeDefined();
      await store.delete('key');
      expect(await store.get('key')).toBeUndefined();
      expect(await gathered(store.list(''))).toEqual([]);
      expect(await store.put('key', Buffer.from('third'), { ...plain, only: 'absent' })).toBeDefined();
      expect(await content(store, 'key')).toBe('third');
    });

    test.each([
      '',
      '/a',
      'a/',
      'a//b',
      '..',
      '../a',
      'a/../b',
      './a',
      'a b',
      'ä',
      'a\n',
      'a~/1',
      'a\\b',
      '%2e',
    ])('cannot have the key %j', async (key) => {
      const { store } = await open();
      await expect(store.put(key, Buffer.from('x'), plain)).rejects.toThrow(RangeError);
      await expect(store.get(key)).rejects.toThrow(RangeError);
      await expect(store.head(key)).rejects.toThrow(RangeError);
      await expect(store.delete(key)).rejects.toThrow(RangeError);
    });
  });
});

describe('A range of an object', () => {
  onEveryStore((open) => {
    test.each([
      [{ first: 0 }, '0123456789'],
      [{ first: 3 }, '3456789'],
      [{ first: 9 }, '9'],
      [{ first: 1, last: 1 }, '1'],
      [{ first: 2, last: 4 }, '234'],
      [{ first: 7, last: 1000 }, '789'],
    ])('%j returns %j', async (range, part) => {
      const { store } = await open();
      await store.put('digits', Buffer.from('0123456789'), plain);
      const object = await store.get('digits', range);
      expect(object && (await text(object.body))).toBe(part);
      expect(object?.bytes).toBe(10);
      expect(object?.etag).toBe((await store.head('digits'))?.etag);
    });

    test('is undefined if it starts after the end of the object', async () => {
      const { store } = await open();
      await store.put('digits', Buffer.from('0123456789'), plain);
      expect(await store.get('digits', { first: 10 })).toBeUndefined();
      expect(await store.get('digits', { first: 11, last: 12 })).toBeUndefined();
      expect(await store.get('nothing', { first: 0, last: 1 })).toBeUndefined();
    });
  });
});

async function content(store: Store, key: string): Promise<string | undefined> {
  const object = await store.get(key);
  return object && text(object.body);
}
