import { minimumJerk } from '../numeric/minimum-jerk.js';
import type { TimeSpan } from './event-cursor.js';
import type { Random } from './random.js';
import type { StressedSyllable } from './stressed-syllables.js';

/** Degrees: how far the head goes down. */
const minNodDegrees = 0.7;
const maxNodDegrees = 2;
const perDeviation = 0.7;
/** Seconds down, and up again. */
const minDownSeconds = 0.26;
const maxDownSeconds = 0.4;
/** Nodding on every stressed syllable, or twice in quick succession, would look rhythmic. */
const noddedShare = 0.7;
const minGapSeconds = 0.3;

export interface Nod extends TimeSpan {
  /** The time at which the head is lowest. */
  readonly lowest: number;
  readonly degrees: number;
}

/**
 * Plans nods on stressed syllables: the head is lowest when the syllable is loudest. Sources: Hadar et al.
 * 1983 (movements mark stress), Munhall et al. 2004 (head motion follows loudness and pitch).
 * @param seconds the time of the last frame; every nod ends before it
 */
export function planNods(stress: readonly StressedSyllable[], seconds: number, random: Random): Nod[] {
  const nods: Nod[] = [];
  let free = 0;
  for (const { time, strength } of stress) {
    const chosen = random.uniform() < noddedShare;
    const degrees = Math.min(
      maxNodDegrees,
      minNodDegrees + perDeviation * strength * random.between(0.6, 1.2),
    );
    const down = random.between(minDownSeconds, maxDownSeconds);
    const up = down * random.between(1.1, 1.6);
    const lowest = time + random.spread(0.03, 0.06);
    const gap = minGapSeconds + random.logNormal(0.25, 0.8);
    if (!chosen || lowest - down < free || lowest + up > seconds) continue;
    nods.push({ start: lowest - down, lowest, end: lowest + up, degrees });
    free = lowest + up + gap;
  }
  return nods;
}

/** Returns how many degrees a nod lowers the head. */
export function nodDuring({ start, lowest, end, degrees }: Nod, time: number): number {
  const share = time < lowest ? (time - start) / (lowest - start) : (end - time) / (end - lowest);
  return degrees * minimumJerk(share);
}
