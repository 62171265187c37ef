import { loudnessPerSecond } from './loudness.js';

/** Levels in decibels relative to the voice's own loud passages, and an absolute floor. */
const speechEndsDb = -36;
const speechBeginsDb = -30;
const floorDb = -62;
/** A silence must last this long to be a pause: shorter ones belong to speech. */
const minRestSeconds = 0.24;

/**
 * Whether the voice speaks, in each hundredth of a second. Speech starts at a higher level than it ends
 * at, so that noise between the two levels changes nothing.
 * @param loudness root mean square, {@link loudnessPerSecond} values per second
 */
export function speechActivity(loudness: Float32Array): boolean[] {
  return withoutShortRests(speechIn(loudness));
}

/** Distance in blocks to the nearest block with speech, on either side, for `blocks` blocks. */
export function distanceToSpeech(speaking: readonly boolean[], blocks: number): Float64Array {
  const distance = new Float64Array(blocks).fill(Infinity);
  for (let block = 0, since = Infinity; block < blocks; block++) {
    since = speaking[block] ? 0 : since + 1;
    distance[block] = since;
  }
  for (let block = blocks - 1, until = Infinity; block >= 0; block--) {
    until = speaking[block] ? 0 : until + 1;
    distance[block] = Math.min(distance[block] ?? Infinity, until);
  }
  return distance;
}

/** Whether there is speech in each block, with hysteresis. */
function speechIn(loudness: Float32Array): boolean[] {
  const loud = percentile(loudness, 0.95);
  const floor = 10 ** (floorDb / 20);
  const begins = Math.max(floor, loud * 10 ** (speechBeginsDb / 20));
  const ends = Math.max(floor, loud * 10 ** (speechEndsDb / 20));
  let speaking = false;
  const forward = Array.from(loudness, (level) => (speaking = level >= (speaking ? ends : begins)));
  // Also backwards, so that the soft beginning of a word counts like its soft end.
  for (let block = forward.length - 1; block >= 0; block--) {
    const level = loudness[block] ?? 0;
    speaking = level >= (speaking ? ends : begins);
    forward[block] ||= speaking;
  }
  return forward;
}

function withoutShortRests(speaking: readonly boolean[]): boolean[] {
  const minBlocks = minRestSeconds * loudnessPerSecond;
  const filled = [...speaking];
  let restBegins = 0;
  for (let block = 0; block <= speaking.length; block++) {
    if (block < speaking.length && !speaking[block]) continue;
    const length = block - restBegins;
    const between = restBegins > 0 && block < speaking.length;
    if (between && length < minBlocks) filled.fill(true, restBegins, block);
    restBegins = block + 1;
  }
  return filled;
}

function percentile(values: Float32Array, share: number): number {
  const sorted = values.slice().sort();
  return sorted[Math.floor(share * (sorted.length - 1))] ?? 0;
}
