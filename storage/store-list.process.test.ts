import { describe, expect, test } from 'vitest';
import { gathered } from '../test/fixtures/streams.js';
import { onEveryStore } from '../test/fixtures/stores.js';
import type { Store } from './store.js';

describe('Store.list', () => {
  onEveryStore((open, pageKeys) => {
    test('yields the objects whose keys start with any prefix, sorted by key', async () => {
      const { store } = await open();
      const keys = ['b', 'a/2', 'a/10', 'a/1', 'ab/1', 'a/c/d', 'B', 'a.b'];
      for (const key of keys) await put(store, key);
      expect(await keysOf(store, '')).toEqual([...keys].sort());
      expect(await keysOf(store, 'a/')).toEqual(['a/1', 'a/10', 'a/2', 'a/c/d']);
      expect(await keysOf(store, 'a/1')).toEqual(['a/1', 'a/10']);
      expect(await keysOf(store, 'a/c/')).toEqual(['a/c/d']);
      expect(await keysOf(store, 'b')).toEqual(['b']);
    });

    test('continues after a key, whether or not it exists', async () => {
      const { store } = await open();
      const keys = ['a/1', 'a/2', 'a/4', 'b'];
      for (const key of keys) await put(store, key);
      expect(await keysOf(store, 'a/', 'a/1')).toEqual(['a/2', 'a/4']);
      expect(await keysOf(store, 'a/', 'a/3')).toEqual(['a/4']);
      expect(await keysOf(store, 'a/', 'a/4')).toEqual([]);
    });

    test('is empty for a prefix without objects', async () => {
      const { store } = await open();
      expect(await keysOf(store, '')).toEqual([]);
      await put(store, 'a');
      expect(await keysOf(store, 'nothing/')).toEqual([]);
      expect(await keysOf(store, 'a/')).toEqual([]);
      expect(await keysOf(store, 'a/b/')).toEqual([]);
    });

    test('yields each object once after several replacements', async () => {
      const { store } = await open();
      let etag = (await put(store, 'open/job'))?.etag ?? '';
      for (let i = 0; i < 5; i++) etag = (await put(store, 'open/job', { etag }))?.etag ?? '';
      await put(store, 'open/other');
      await put(store, 'open/other');
      const listed = await gathered(store.list('open/'));
      expect(listed.map(({ key }) => key)).toEqual(['open/job', 'open/other']);
      expect(listed[0]?.etag).toBe(etag);
    });

    test('can be stopped before its end', async () => {
      const { store } = await open();
      for (const key of ['a', 'b', 'c']) await put(store, key);
      for await (const { key } of store.list('')) {
        expect(key).toBe('a');
        break;
      }
    });

    test('yields all unchanged objects while others are created and deleted', async () => {
      const { store } = await open();
      for (let i = 0; i < 20; i++) await put(store, `stays/${String(i)}`);
      const churn = async () => {
        for (let i = 0; i < 20; i++) {
          await put(store, `goes/${String(i)}`);
          await store.delete(`goes/${String(i)}`);
        }
      };
      const look = async () => {
        for (let i = 0; i < 5; i++) {
          const keys = await keysOf(store, '');
          expect(keys.filter((key) => key.startsWith('stays/'))).toHaveLength(20);
        }
      };
      await Promise.all([churn(), look()]);
    });

    test('yields more objects than two pages of the S3 API hold', async () => {
      const { store } = await open();
      const keys = Array.from({ length: 2 * pageKeys + 10 }, (_, i) => `many/${String(i).padStart(4, '0')}`);
      for (let i = 0; i < keys.length; i += 50) {
        await Promise.all(keys.slice(i, i + 50).map((key) => put(store, key)));
      }
      expect(await keysOf(store, 'many/')).toEqual(keys);
    });
  });
});

function put(store: Store, key: string, only?: 'absent' | { etag: string }) {
  const options = { contentType: 'text/plain', ...(only ? { only } : {}) };
  return store.put(key, Buffer.from(`${key} ${JSON.stringify(only ?? '')}`), options);
}

async function keysOf(store: Store, prefix: string, after?: string): Promise<string[]> {
  return (await gathered(store.list(prefix, after))).map(({ key }) => key);
}
