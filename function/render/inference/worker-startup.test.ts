import { expect, test } from 'vitest';
import { prestartWorker, acquireWorker } from './worker-startup.js';

test('acquireWorker returns the prestarted worker once, and then new ones', async () => {
  prestartWorker();
  prestartWorker();
  const workers = [acquireWorker(), acquireWorker()];
  expect(workers[0]?.threadId).toBeLessThan(workers[1]?.threadId ?? 0);
  expect(new Set(workers).size).toBe(2);
  prestartWorker();
  workers.push(acquireWorker());
  expect(new Set(workers.map((worker) => worker.threadId)).size).toBe(3);
  await Promise.all(workers.map((worker) => worker.terminate()));
});
