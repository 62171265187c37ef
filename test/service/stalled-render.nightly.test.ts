import { test } from 'vitest';
import { expectOneStalledJob } from '../fixtures/stalled-fleet.js';

test('a voice that blocks the event loop costs two processes and fails, and 20 other jobs complete', async () => {
  await expectOneStalledJob(20);
});
