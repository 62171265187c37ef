/**
 * Remembers the result of an asynchronous function without parameters. Calls during the first run
 * share it; a run that rejects is forgotten, so that the next call tries again.
 */
export function memoizeAsync<T>(run: () => Promise<T>): () => Promise<T> {
  let result: Promise<T> | undefined;
  return () => {
    if (result) return result;
    const started = run();
    result = started;
    started.catch(() => {
      if (result === started) result = undefined;
    });
    return started;
  };
}
