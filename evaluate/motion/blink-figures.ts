import type { Pose } from '../../function/render/motion/pose.js';
import { deviation, mean, percentile, skewness } from '../statistics.js';

interface Blink {
  readonly start: number;
  readonly end: number;
  /** The highest value of the lids. */
  readonly closed: number;
}

/** What the blinks of a clip look like; seconds. */
export interface BlinkFigures {
  readonly perMinute: number;
  readonly duration: { readonly mean: number; readonly min: number; readonly max: number };
  /** Share of blinks that close the eye completely. */
  readonly complete: number;
  readonly interval: {
    readonly mean: number;
    /** Standard deviation relative to the mean. */
    readonly variation: number;
    readonly skewness: number;
    readonly median: number;
  };
  /** Share of blinks that follow another within 0.7 s. */
  readonly doubles: number;
  /** Blinks per second around the ends of phrases, relative to the rest of the time. */
  readonly atPauses: number;
}

const doubleSeconds = 0.7;
/** Around the end of a phrase. */
const pauseWindow = [-0.1, 0.6] as const;

/** Measures blinks in the poses of a clip, whose phrases end at `ends` (seconds). */
export function measureBlinks(poses: readonly Pose[], fps: number, ends: readonly number[]): BlinkFigures {
  const blinks = findBlinks(poses, fps);
  const seconds = poses.length / fps;
  const durations = blinks.map(({ start, end }) => end - start);
  const intervals = blinks.slice(1).map(({ start }, i) => start - (blinks[i]?.start ?? 0));
  const near = (time: number) =>
    ends.some((end) => time >= end + pauseWindow[0] && time < end + pauseWindow[1]);
  const nearSeconds = poses.filter((_, frame) => near(frame / fps)).length / fps;
  const nearBlinks = blinks.filter(({ start, end }) => near((start + end) / 2)).length;
  return {
    perMinute: (60 * blinks.length) / seconds,
    duration: {
      mean: mean(durations),
      min: Math.min(...durations),
      max: Math.max(...durations),
    },
    complete: blinks.filter(({ closed }) => closed === 1).length / blinks.length,
    interval: {
      mean: mean(intervals),
      variation: deviation(intervals) / mean(intervals),
      skewness: skewness(intervals),
      median: percentile(intervals, 0.5),
    },
    doubles: intervals.filter((interval) => interval < doubleSeconds).length / blinks.length,
    atPauses: nearBlinks / nearSeconds / ((blinks.length - nearBlinks) / (seconds - nearSeconds)),
  };
}

/** The runs of frames with moved lids; a blink begins and ends between two frames. */
function findBlinks(poses: readonly Pose[], fps: number): Blink[] {
  const blinks: Blink[] = [];
  let first: number | undefined;
  let closed = 0;
  for (const [frame, { lids }] of poses.entries()) {
    if (lids > 0) {
      first ??= frame;
      closed = Math.max(closed, lids);
    } else if (first !== undefined) {
      blinks.push({ start: (first - 0.5) / fps, end: (frame - 0.5) / fps, closed });
      first = undefined;
      closed = 0;
    }
  }
  return blinks;
}
