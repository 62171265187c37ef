import { describe, expect, test, vi } from 'vitest';
import { createLogger } from '../../config/logger.js';
import { jobKeys } from '../../events/status/keys.js';
import { readStream } from '../../events/status/stream.js';
import { readDocument } from '../../storage/documents.js';
import { FolderStore } from '../../storage/folder/folder-store.js';
import type { Store } from '../../storage/store.js';
import { temporaryFolder } from '../../test/fixtures/temporary-folder.js';
import { StreamWriter } from './stream-writer.js';

const start = {
  init: Buffer.from('init'),
  codecs: ['avc1.64001f', 'mp4a.40.2'],
  width: 64,
  height: 48,
  fps: 25,
  frames: 60,
};

function fragment(text: string, frames = 25) {
  return { bytes: Buffer.from(text), frames };
}

function writerFor(store: Store, signal = new AbortController().signal) {
  const onStarted = vi.fn();
  const log = createLogger('function', { LOG_LEVEL: 'silent' });
  const warned = vi.spyOn(log, 'warn');
  return { writer: new StreamWriter('job', { store, log, signal, onStarted }), onStarted, warned };
}

async function written(store: Store, texts: readonly string[]) {
  const opened = writerFor(store);
  await opened.writer.start(start);
  for (const text of texts) await opened.writer.write(fragment(text));
  await opened.writer.end();
  return opened;
}

async function folderStore() {
  return new FolderStore(await temporaryFolder());
}

describe('StreamWriter', () => {
  test('stores each fragment before the index names it, and says once that there is something to watch', async () => {
    const store = await folderStore();
    const put = vi.spyOn(store, 'put');
    const { writer, onStarted } = writerFor(store);
    await writer.start(start);
    expect(onStarted).not.toHaveBeenCalled();
    await writer.write(fragment('a', 10));
    await writer.write(fragment('b', 15));
    await writer.end();
    expect(put.mock.calls.map(([key]) => key.replace('streams/job/', ''))).toEqual([
      ...['init.mp4', '0.m4s', 'index.json', '1.m4s', 'index.json', 'index.json'],
    ]);
    expect(onStarted).toHaveBeenCalledTimes(1);
    const stored = await readStream(store, 'job');
    expect(stored).toMatchObject({ fps: 25, frames: 60, width: 64, isComplete: true });
    expect(stored?.fragments.map(({ bytes, frames }) => [bytes, frames])).toEqual([
      [1, 10],
      [1, 15],
    ]);
  });

  test('skips what another renderer has stored, and continues', async () => {
    const store = await folderStore();
    await written(store, ['a', 'b']);
    const put = vi.spyOn(store, 'put');
    const { writer, onStarted, warned } = writerFor(store);
    await writer.start(start);
    expect(onStarted).toHaveBeenCalledTimes(1);
    for (const text of ['a', 'b', 'c']) await writer.write(fragment(text));
    await writer.end();
    const keys = put.mock.calls.map(([key]) => key.replace('streams/job/', ''));
    expect(keys).toEqual(['2.m4s', 'index.json', 'index.json']);
    expect(warned).not.toHaveBeenCalled();
    expect((await readStream(store, 'job'))?.fragments).toHaveLength(3);
  });

  test('replaces what differs, and says so', async () => {
    const store = await folderStore();
    await written(store, ['a', 'b']);
    const { warned } = await written(store, ['a', 'B', 'c']);
    expect(warned).toHaveBeenCalledTimes(1);
    const replaced = await readDocument(store, jobKeys.streamFragment('job', 1));
    expect(replaced?.text).toBe('B');
  });

  test('fails with the error of the store, at the next fragment or at the end', async () => {
    const store = await folderStore();
    const { writer } = writerFor(store);
    await writer.start(start);
    vi.spyOn(store, 'put').mockRejectedValue(new Error('full'));
    await writer.write(fragment('a'));
    await expect(writer.end()).rejects.toThrow('full');
    await expect(writer.write(fragment('b'))).rejects.toThrow('full');
  });

  test('stores nothing after it was closed or its job was stopped', async () => {
    const store = await folderStore();
    const stop = new AbortController();
    const { writer } = writerFor(store, stop.signal);
    await writer.start(start);
    stop.abort(new Error('cancelled'));
    await writer.write(fragment('a'));
    await writer.close();
    expect(await store.head(jobKeys.streamFragment('job', 0))).toBeUndefined();
  });
});
