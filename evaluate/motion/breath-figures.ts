import type { Pose } from '../../function/render/motion/pose.js';
import { deviation, mean } from '../statistics.js';

/** How the chest moves in a clip. */
export interface BreathFigures {
  /** Breaths per second while it breathes. */
  readonly hertz: number;
  /** Standard deviation of the time of a breath, relative to the mean. */
  readonly variation: number;
  /** Standard deviation of the depth, relative to the mean. */
  readonly depthVariation: number;
  readonly deepest: number;
}

/** Measures breaths in the poses of a clip: each has one highest point. */
export function measureBreaths(poses: readonly Pose[], fps: number): BreathFigures {
  const lifts = poses.map(({ breath }) => breath);
  const peaks = lifts.flatMap((lift, i) =>
    lift > (lifts[i - 1] ?? Infinity) && lift >= (lifts[i + 1] ?? Infinity) ? [i] : [],
  );
  const intervals = peaks.slice(1).map((peak, i) => (peak - (peaks[i] ?? 0)) / fps);
  const depths = peaks.map((peak) => lifts[peak] ?? 0);
  return {
    hertz: 1 / mean(intervals),
    variation: deviation(intervals) / mean(intervals),
    depthVariation: deviation(depths) / mean(depths),
    deepest: Math.max(...depths),
  };
}
