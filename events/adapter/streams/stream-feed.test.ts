import { describe, expect, test, vi } from 'vitest';
import { ManualClock } from '../../../test/fixtures/manual-clock.js';
import { partContent, putStreamedJob, streamOf } from '../../../test/fixtures/stored-stream.js';
import { temporaryFolder } from '../../../test/fixtures/temporary-folder.js';
import { systemClock } from '../../../domain/clock.js';
import { FolderStore } from '../../../storage/folder/folder-store.js';
import { liveBody } from './live-body.js';
import { StreamFeed } from './stream-feed.js';

async function streamedStore(fragments: number, isComplete: boolean) {
  const store = new FolderStore(await temporaryFolder());
  await putStreamedJob(store, 'job', fragments, isComplete);
  return store;
}

const ignore = () => undefined;

describe('200 viewers of a stream', () => {
  test('each get all of it, and each part is read once', async () => {
    const store = await streamedStore(20, true);
    const get = vi.spyOn(store, 'get');
    const feed = new StreamFeed({ store, clock: systemClock });
    const first = await feed.read('job');
    get.mockClear();
    const texts = await Promise.all(
      Array.from({ length: 200 }, () => {
        const viewer = { jobId: 'job', maxStallMs: 60_000, onEnd: ignore };
        return new Response(liveBody(feed, first, viewer)).text();
      }),
    );
    const expected = ['init', ...Array(20).keys()].map((part) => `<${String(part)}>`).join('');
    expect(new Set(texts)).toEqual(new Set([expected]));
    expect(get).toHaveBeenCalledTimes(21);
  });
});

describe('a viewer of a stream', () => {
  test('that stops reading is cut off after its time, and frees its place', async () => {
    const store = await streamedStore(5, true);
    const clock = new ManualClock();
    const feed = new StreamFeed({ store, clock });
    const [cut, onEnd] = [vi.fn(), vi.fn()];
    const viewer = { jobId: 'job', maxStallMs: 1000, cut, onEnd, clock };
    const reader = liveBody(feed, await feed.read('job'), viewer).getReader();
    await reader.read();
    clock.advance(999);
    await reader.read();
    clock.advance(999);
    await Promise.resolve();
    expect(cut).not.toHaveBeenCalled();
    clock.advance(1);
    await vi.waitFor(() => expect(cut).toHaveBeenCalledTimes(1));
    expect(onEnd).toHaveBeenCalledTimes(1);
    expect(await reader.read()).toMatchObject({ done: true });
  });

  test('that leaves frees its place at once', async () => {
    const store = await streamedStore(1, false);
    const feed = new StreamFeed({ store, clock: new ManualClock() });
    const onEnd = vi.fn();
    const viewer = { jobId: 'job', maxStallMs: 1000, onEnd };
    await liveBody(feed, await feed.read('job'), viewer).cancel();
    expect(onEnd).toHaveBeenCalledTimes(1);
  });
});

test('a part that was read is not read again, and one that was deleted is not found', async () => {
  const store = await streamedStore(2, true);
  const feed = new StreamFeed({ store, clock: systemClock });
  const [facts] = streamOf(2).fragments;
  if (!facts) throw new Error('no fragment');
  expect(Buffer.from(await feed.part('job', 0, facts))).toEqual(partContent(0));
  await store.delete('streams/job/0.m4s');
  await store.delete('streams/job/1.m4s');
  expect(Buffer.from(await feed.part('job', 0, facts))).toEqual(partContent(0));
  await expect(feed.part('job', 1, facts)).rejects.toMatchObject({ code: 'job_not_found' });
});
