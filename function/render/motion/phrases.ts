import { loudnessPerSecond } from '../voice/features/loudness.js';
import { speechActivity } from '../voice/features/speech-activity.js';
import type { TimeSpan } from './event-cursor.js';

/**
 * Finds the passages between a voice's pauses, in seconds. They end where clauses and sentences do.
 * @param loudness root mean square, {@link loudnessPerSecond} values per second
 */
export function findPhrases(loudness: Float32Array): TimeSpan[] {
  const speaking = speechActivity(loudness);
  const phrases: TimeSpan[] = [];
  let start: number | undefined;
  for (let block = 0; block <= speaking.length; block++) {
    if (speaking[block]) start ??= block;
    else if (start !== undefined) {
      phrases.push({ start: start / loudnessPerSecond, end: block / loudnessPerSecond });
      start = undefined;
    }
  }
  return phrases;
}
