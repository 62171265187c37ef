import sharp from 'sharp';
import { expect, test } from 'vitest';
import { openAdapter } from '../../../test/fixtures/adapter-context.js';
import { finishedJob } from '../../../test/fixtures/finished-job.js';
import { problemIn } from '../../../test/fixtures/problem.js';
import { jobKeys } from '../../status/keys.js';

test('the first frame of a video is served whole, and small for lists', async () => {
  const { ask, adapter } = await openAdapter();
  await finishedJob(adapter.store, 'job');
  await problemIn(await ask('/status/job/poster.jpg'), 'job_not_found');
  const frame = sharp({ create: { width: 512, height: 384, channels: 3, background: 'red' } });
  const poster = await frame.jpeg().toBuffer();
  await adapter.store.put(jobKeys.poster('job'), poster, { contentType: 'image/jpeg' });

  const whole = await ask('/status/job/poster.jpg');
  expect(whole.headers.get('content-disposition')).toBe('inline; filename="alice.jpg"');
  expect(Buffer.from(await whole.arrayBuffer()).equals(poster)).toBe(true);
  const small = await ask('/status/job/poster.jpg?width=160');
  expect(small.headers.get('content-type')).toBe('image/webp');
  const metadata = await sharp(Buffer.from(await small.arrayBuffer())).metadata();
  expect([metadata.width, metadata.height]).toEqual([160, 120]);
  await problemIn(await ask('/status/job/poster.jpg?width=161'), 'request_invalid');
  await problemIn(await ask('/status/unknown/poster.jpg?width=160'), 'job_not_found');
});

test('a poster that cannot be scaled is served as it is', async () => {
  const { ask, adapter } = await openAdapter();
  await finishedJob(adapter.store, 'job');
  await adapter.store.put(jobKeys.poster('job'), Buffer.from('no picture'), { contentType: 'image/jpeg' });
  const answer = await ask('/status/job/poster.jpg?width=160');
  expect([answer.headers.get('content-type'), await answer.text()]).toEqual(['image/jpeg', 'no picture']);
});
