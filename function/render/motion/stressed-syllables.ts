import { loudnessPerSecond } from '../voice/features/loudness.js';
import { pitchPerSecond } from '../voice/features/pitch.js';
import type { TimeSpan } from './event-cursor.js';

/** The loudness and pitch of a voice, from which motion is planned. */
export interface Prosody {
  /** Root mean square, {@link loudnessPerSecond} values per second. */
  readonly loudness: Float32Array;
  /** Hertz, {@link pitchPerSecond} values per second; 0 where unvoiced. May be empty. */
  readonly pitch: Float32Array;
}

/** A syllable that is louder or higher than its neighbors. */
export interface StressedSyllable {
  readonly time: number;
  /** Standard deviations above the voice's average syllable. */
  readonly strength: number;
}

const smoothingBlocks = 5;
/** A stressed syllable is the strongest one within this time on both sides. */
const neighborhoodSeconds = 0.4;
const minStrength = 0.4;
/** Loudness predicts stress better than the estimated pitch. */
const pitchWeight = 0.7;
const minRms = 1e-4;

/**
 * Finds the syllables that a voice stresses by loudness and pitch. Head movements follow both (Munhall et
 * al. 2004, Hadar et al. 1983).
 */
export function findStress({ loudness, pitch }: Prosody, phrases: readonly TimeSpan[]): StressedSyllable[] {
  const level = smooth(Float32Array.from(loudness, (rms) => 20 * Math.log10(Math.max(rms, minRms))));
  const peaks = phrases.flatMap((phrase) => levelPeaks(level, phrase));
  const levels = standardized(peaks.map((block) => level[block] ?? 0));
  const heights = standardized(peaks.map((block) => semitones(pitch, block / loudnessPerSecond)));
  const syllables = peaks.map((block, i) => ({
    time: (block + 0.5) / loudnessPerSecond,
    strength: ((levels[i] ?? 0) + pitchWeight * (heights[i] ?? 0)) / (1 + pitchWeight),
  }));
  return syllables.filter(
    ({ time, strength }, i) => strength >= minStrength && isStrongest(syllables, i, time, strength),
  );
}

function isStrongest(
  syllables: readonly StressedSyllable[],
  index: number,
  time: number,
  strength: number,
): boolean {
  for (const direction of [-1, 1]) {
    for (let i = index + direction; ; i += direction) {
      const other = syllables[i];
      if (!other || Math.abs(other.time - time) > neighborhoodSeconds) break;
      if (other.strength > strength) return false;
    }
  }
  return true;
}

/** Returns the blocks with local maxima of the level: the vowels. */
function levelPeaks(level: Float32Array, { start, end }: TimeSpan): number[] {
  const peaks: number[] = [];
  const last = Math.min(level.length, Math.round(end * loudnessPerSecond)) - 1;
  for (let block = Math.round(start * loudnessPerSecond); block <= last; block++) {
    const here = level[block] ?? 0;
    if (here > (level[block - 1] ?? -Infinity) && here >= (level[block + 1] ?? -Infinity)) peaks.push(block);
  }
  return peaks;
}

/** The highest pitch near a time, in semitones; undefined where the voice has none. */
function semitones(pitch: Float32Array, seconds: number): number | undefined {
  const value = Math.floor(seconds * pitchPerSecond);
  const highest = Math.max(...pitch.subarray(Math.max(0, value - 2), value + 3));
  return highest > 0 ? 12 * Math.log2(highest) : undefined;
}

/** Values as standard deviations above their mean; 0 for unknown ones. */
function standardized(values: readonly (number | undefined)[]): number[] {
  const known = values.filter((value) => value !== undefined);
  const mean = known.reduce((sum, value) => sum + value, 0) / known.length;
  const deviation = Math.sqrt(known.reduce((sum, value) => sum + (value - mean) ** 2, 0) / known.length);
  return values.map((value) => (value === undefined || !(deviation > 0) ? 0 : (value - mean) / deviation));
}

/** A moving average of {@link smoothingBlocks} values. */
function smooth(values: Float32Array): Float32Array {
  const reach = Math.floor(smoothingBlocks / 2);
  return values.map((_, i) => {
    const near = values.subarray(Math.max(0, i - reach), i + reach + 1);
    return near.reduce((sum, value) => sum + value, 0) / near.length;
  });
}
