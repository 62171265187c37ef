import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { once } from 'node:events';
import { expect, test, vi } from 'vitest';
import { failed } from '../../../test/fixtures/events.js';
import { runningAdapter } from '../../../test/fixtures/running-adapter.js';
import { putStreamedJob } from '../../../test/fixtures/stored-stream.js';
import { jobKeys } from '../../status/keys.js';
import { createOutcome } from '../../status/outcome.js';
import { readStream, writeStream } from '../../status/stream.js';
import { sha256Of } from '../../../storage/files/sha256.js';

/** More than the buffers of a connection take. */
const largeBytes = 16 * 1024 * 1024;

test('a viewer that does not read is disconnected, and nothing is printed', async () => {
  const printed = [vi.spyOn(console, 'error'), vi.spyOn(console, 'info')];
  const { store, url, ask } = await runningAdapter({ STREAM_STALL_SECONDS: '1', STREAMS_MAX: '4' });
  await putStreamedJob(store, 'job', 2, false);
  const large = Buffer.alloc(largeBytes);
  await store.put(jobKeys.streamFragment('job', 0), large, { contentType: 'video/mp4' });
  const viewer = connect(Number(new URL(url).port), '127.0.0.1').pause();
  viewer.write('GET /status/job/live.mp4 HTTP/1.1\r\nHost: localhost\r\n\r\n');
  // Its place is free again.
  await vi.waitFor(
    async () => {
      const next = await ask('/status/job/live.mp4');
      await next.body?.cancel();
      expect(next.status).toBe(429);
    },
    { timeout: 20_000, interval: 20 },
  );
  await vi.waitFor(
    async () => {
      const next = await ask('/status/job/live.mp4');
      await next.body?.cancel();
      expect(next.status).toBe(200);
    },
    { timeout: 20_000, interval: 100 },
  );
  viewer.on('error', () => undefined).resume();
  if (!viewer.closed) await once(viewer, 'close');
  expect(viewer.bytesRead).toBeLessThan(largeBytes);
  for (const each of printed) expect(each).not.toHaveBeenCalled();
});

test('a player that does not read its fragment is disconnected', async () => {
  const { store, url, ask } = await runningAdapter({ STREAM_STALL_SECONDS: '1' });
  await putStreamedJob(store, 'job', 1, true);
  const large = Buffer.alloc(largeBytes);
  await store.put(jobKeys.streamFragment('job', 0), large, { contentType: 'video/mp4' });
  // The length that is announced is the stored one.
  const index = await readStream(store, 'job');
  if (!index) throw new Error('the job has no stream');
  const facts = { bytes: largeBytes, sha256: sha256Of(large), frames: 10 };
  await store.delete(jobKeys.streamIndex('job'));
  await writeStream(store, 'job', { ...index, fragments: [facts] });
  const player = connect(Number(new URL(url).port), '127.0.0.1')
    .on('error', () => undefined)
    .pause();
  player.write('GET /status/job/0.m4s HTTP/1.1\r\nHost: localhost\r\n\r\n');
  const whole = await ask('/status/job/0.m4s');
  expect((await whole.arrayBuffer()).byteLength).toBe(largeBytes);
  // It reads nothing, so only what it sends shows that it was cut off. Less often than the limit: it counts as activity.
  while (!player.closed) {
    await sleep(2000);
    player.write('\r\n');
  }
  expect(player.bytesRead).toBeLessThan(largeBytes);
});

test('a viewer of a job that fails loses its connection, and nothing is printed', async () => {
  const printed = [vi.spyOn(console, 'error'), vi.spyOn(console, 'info')];
  const { store, ask } = await runningAdapter();
  await putStreamedJob(store, 'job', 1, false);
  const response = await ask('/status/job/live.mp4');
  const reading = response.text();
  await createOutcome(store, 'job', failed('job'));
  await expect(reading).rejects.toThrow('terminated');
  for (const each of printed) expect(each).not.toHaveBeenCalled();
});
