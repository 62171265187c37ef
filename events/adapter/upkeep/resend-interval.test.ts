import { expect, test } from 'vitest';
import { openAdapter } from '../../../test/fixtures/adapter-context.js';
import { requested } from '../../../test/fixtures/events.js';
import { ManualClock } from '../../../test/fixtures/manual-clock.js';
import { createRequest } from '../../status/request.js';
import { sweep } from './sweep.js';

/** The minutes at which the sweep sends a job again, in three hours. */
async function resentAt(resendAfterSeconds: string): Promise<number[]> {
  const { adapter, sent } = await openAdapter({ RESEND_AFTER_SECONDS: resendAfterSeconds });
  await createRequest(adapter.store, 'job', requested('job'));
  const clock = new ManualClock();
  const minutes: number[] = [];
  for (let minute = 1; minute <= 180; minute++) {
    clock.advance(60_000);
    const before = sent.length;
    await sweep({ ...adapter, clock }, new AbortController().signal);
    if (sent.length > before) minutes.push(minute);
  }
  return minutes;
}

test('the interval between two requests doubles up to ten minutes', async () => {
  expect((await resentAt('60')).slice(0, 7)).toEqual([1, 3, 7, 15, 25, 35, 45]);
});

test('RESEND_AFTER_SECONDS above ten minutes is the interval, the first time and later', async () => {
  expect(await resentAt('3600')).toEqual([60, 120, 180]);
});
