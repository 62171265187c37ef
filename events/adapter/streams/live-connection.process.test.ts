import { connect } from 'node:net';
import { once } from 'node:events';
import { expect, test, vi } from 'vitest';
import { failed } from '../../../test/fixtures/events.js';
import { runningAdapter } from '../../../test/fixtures/running-adapter.js';
import { putStreamedJob } from '../../../test/fixtures/stored-stream.js';
import { jobKeys } from '../../status/keys.js';
import { createOutcome } from '../../status/outcome.js';

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
