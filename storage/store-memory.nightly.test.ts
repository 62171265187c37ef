import { describe, expect, test } from 'vitest';
import { nodeProcess } from '../test/fixtures/node-process.js';
import { onEveryStore } from '../test/fixtures/stores.js';

describe('A put of 200 MiB', () => {
  onEveryStore((open) => {
    test('uses less than 150 MB of memory', async () => {
      const { store, environment } = await open();
      const grown = await nodeProcess('test/fixtures/uploading-process', ['200'], environment);
      expect(Number(grown)).toBeLessThan(150e6);
      expect(await store.head('large')).toMatchObject({ bytes: 200 * 1024 * 1024 });
      await store.delete('large');
    });
  });
});
