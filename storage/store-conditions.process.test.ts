import { text } from 'node:stream/consumers';
import { Readable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { nodeProcess } from '../test/fixtures/node-process.js';
import { onEveryStore } from '../test/fixtures/stores.js';
import { readDocument, writeDocument } from './documents.js';

const plain = { contentType: 'text/plain' };
const contender = 'test/fixtures/contending-process';
const processes = ['a', 'b', 'c'];
const created = z.array(z.int());

describe('A conditional put', () => {
  onEveryStore((open) => {
    test('creates an object only if its key is free', async () => {
      const { store } = await open();
      const first = await writeDocument(store, 'key', 'first', 'absent');
      expect(first).toBeDefined();
      expect(await writeDocument(store, 'key', 'second', 'absent')).toBeUndefined();
      const stream = Readable.from([Buffer.from('third')]);
      expect(await store.put('key', stream, { ...plain, only: 'absent' })).toBeUndefined();
      expect(await readDocument(store, 'key')).toEqual({ text: 'first', etag: first?.etag });
    });

    test('replaces an object only if the ETag matches', async () => {
      const { store } = await open();
      const first = await writeDocument(store, 'key', '1');
      const second = await writeDocument(store, 'key', '2', { etag: first?.etag ?? '' });
      expect(await writeDocument(store, 'key', '3', { etag: first?.etag ?? '' })).toBeUndefined();
      expect(await readDocument(store, 'key')).toEqual({ text: '2', etag: second?.etag });
    });

    test('never replaces an object that is missing or deleted', async () => {
      const { store } = await open();
      expect(await writeDocument(store, 'nothing', 'x', { etag: '"abc"' })).toBeUndefined();
      const first = await writeDocument(store, 'key', '1');
      const second = await writeDocument(store, 'key', '2', { etag: first?.etag ?? '' });
      await store.delete('key');
      for (const etag of [first?.etag ?? '', second?.etag ?? '']) {
        expect(await writeDocument(store, 'key', '3', { etag })).toBeUndefined();
      }
      expect(await store.head('key')).toBeUndefined();
    });

    test('lets one of fifty concurrent writers create the same object', async () => {
      const { store } = await open();
      const attempts = Array.from({ length: 50 }, async (_, i) => {
        const bytes = Buffer.from(`by ${String(i)}`);
        const body = i % 2 === 0 ? bytes : Readable.from([bytes]);
        return (await store.put('key', body, { ...plain, only: 'absent' })) ? i : undefined;
      });
      const winners = (await Promise.all(attempts)).filter((winner) => winner !== undefined);
      expect(winners).toHaveLength(1);
      expect((await readDocument(store, 'key'))?.text).toBe(`by ${String(winners[0])}`);
    });

    test('lets one of fifty concurrent writers replace the same version', async () => {
      const { store } = await open();
      const first = await writeDocument(store, 'key', 'first');
      const etag = first?.etag ?? '';
      const attempts = Array.from({ length: 50 }, async (_, i) =>
        (await writeDocument(store, 'key', `by ${String(i)}`, { etag })) ? i : undefined,
      );
      const winners = (await Promise.all(attempts)).filter((winner) => winner !== undefined);
      expect(winners).toHaveLength(1);
      const object = await store.get('key');
      expect(object && (await text(object.body))).toBe(`by ${String(winners[0])}`);
    });

    test('loses no increment when several processes count', async () => {
      const { store, environment } = await open();
      await Promise.all(processes.map(() => nodeProcess(contender, ['count', '20'], environment)));
      expect((await readDocument(store, 'counter'))?.text).toBe('60');
    });

    test('creates every object once when several processes compete', async () => {
      const { store, environment } = await open();
      const answers = await Promise.all(
        processes.map((name) => nodeProcess(contender, ['create', '40', name], environment)),
      );
      const won = answers.map((answer) => created.parse(JSON.parse(answer)));
      expect(won.flat().sort((a, b) => a - b)).toEqual(Array.from({ length: 40 }, (_, i) => i));
      for (const [i, name] of processes.entries()) {
        for (const object of won[i] ?? []) {
          expect((await readDocument(store, `first/${String(object)}`))?.text).toBe(name);
        }
      }
    });
  });
});
