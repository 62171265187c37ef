import { describe, expect, test } from 'vitest';
import { putStreamedJob, streamOf } from '../../test/fixtures/stored-stream.js';
import { onEveryStore } from '../../test/fixtures/stores.js';
import { gathered } from '../../test/fixtures/streams.js';
import { deleteStream, listStreams, readStream, writeStream } from './stream.js';

onEveryStore((open) => {
  test('a stream never becomes less, even if several processes write it', async () => {
    const { store } = await open();
    await writeStream(store, 'job', streamOf(3));
    expect(await writeStream(store, 'job', streamOf(2))).toEqual(streamOf(3));
    await Promise.all([5, 4, 6, 2].map((count) => writeStream(store, 'job', streamOf(count))));
    expect(await readStream(store, 'job')).toEqual(streamOf(6));
    await writeStream(store, 'job', streamOf(6, true));
    await writeStream(store, 'job', streamOf(6));
    expect((await readStream(store, 'job'))?.isComplete).toBe(true);
  });

  test('a stream with another beginning replaces what was there', async () => {
    const { store } = await open();
    await writeStream(store, 'job', streamOf(3));
    const other = { ...streamOf(1), init: { bytes: 7, sha256: 'ab'.repeat(32) } };
    expect(await writeStream(store, 'job', other)).toEqual(other);
  });

  describe('deleteStream', () => {
    test('deletes all of a job, and nothing of others', async () => {
      const { store } = await open();
      await putStreamedJob(store, 'job', 12);
      await putStreamedJob(store, 'job-2', 1);
      expect((await listStreams(store)).sort()).toEqual(['job', 'job-2']);
      await deleteStream(store, 'job');
      const left = (await gathered(store.list('streams/'))).map(({ key }) => key);
      expect(left.sort()).toEqual([
        'streams/job-2/0.m4s',
        'streams/job-2/index.json',
        'streams/job-2/init.mp4',
      ]);
      expect(await readStream(store, 'job')).toBeUndefined();
    });
  });
});
