import { expect, test } from 'vitest';
import { prestartWorker, acquireWorker } from './worker-startup.js';

test('a thread that was prepared is given out, and only once', async () => {
  prestartWorker();
  prestartWorker();
  const threads = [acquireWorker(), acquireWorker()];
  expect(threads[0]?.threadId).toBeLessThan(threads[1]?.threadId ?? 0);
  expect(new Set(threads).size).toBe(2);
  prestartWorker();
  threads.push(acquireWorker());
  expect(new Set(threads.map((thread) => thread.threadId)).size).toBe(3);
  await Promise.all(threads.map((thread) => thread.terminate()));
});
