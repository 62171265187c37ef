import type { Worker } from 'node:worker_threads';

/** The first message of a thread, which it sends when its modules are loaded. */
export const threadLoaded = 'loaded';

/**
 * Waits until a thread has sent {@link threadLoaded}. A thread that is terminated earlier leaves the files open that it was
 * reading its modules from: up to a hundred descriptors of the process.
 * @returns false if the thread has ended before
 */
export function whenLoaded(thread: Worker): Promise<boolean> {
  return new Promise((resolve) => {
    thread.once('message', () => resolve(true));
    thread.once('exit', () => resolve(false));
  });
}
