import { Problem } from './problem.js';
import { numberIn } from './read-json.js';

/** After that, the user decides whether to try again. */
const maxAttempts = 8;
/** For a response that does not say how long to wait. */
const defaultSeconds = 15;
const maxSeconds = 60;

/**
 * Repeats a request that is refused because a video is being rendered, each time after the time that
 * the service names.
 * @param wait waits for some seconds; resolves to false if the result is no longer wanted
 * @returns undefined if the result is no longer wanted
 * @throws Problem `renderer_busy` after the last attempt, and what the request throws
 */
export async function retryWhenBusy<T>(
  request: () => Promise<T>,
  wait: (seconds: number) => Promise<boolean>,
): Promise<T | undefined> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await request();
    } catch (error) {
      if (!(error instanceof Problem) || error.code !== 'renderer_busy' || attempt === maxAttempts)
        throw error;
      const seconds = numberIn(error.details, 'retryAfterSeconds') ?? defaultSeconds;
      if (!(await wait(Math.min(maxSeconds, Math.max(1, seconds))))) return undefined;
    }
  }
}
