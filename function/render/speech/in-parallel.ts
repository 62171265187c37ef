/**
 * Works on several items at once.
 * @param max how many, including the one that is yielded
 * @yields the results, in the order of the items
 * @throws the error of the first item that failed, in their order, when its turn comes; the work on others is
 *   aborted and awaited
 */
export async function* inParallel<T, R>(
  items: readonly T[],
  max: number,
  work: (item: T, signal: AbortSignal) => Promise<R>,
  signal: AbortSignal,
): AsyncGenerator<R> {
  const stop = new AbortController();
  const either = AbortSignal.any([signal, stop.signal]);
  const running: Promise<R>[] = [];
  let started = 0;
  try {
    while (started < items.length || running.length > 0) {
      for (const item of items.slice(started, started + max - running.length)) {
        const result = work(item, either);
        // It is thrown when its turn comes.
        result.catch(() => undefined);
        running.push(result);
        started++;
      }
      const [next] = running;
      if (next) yield await next;
      void running.shift();
    }
  } finally {
    stop.abort();
    await Promise.allSettled(running);
  }
}
