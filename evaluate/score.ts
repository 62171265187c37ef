import type { GroundTruth } from './clips.js';
import { correlation, percentile } from './statistics.js';
import { warpedCorrelation } from './time-warp.js';

/** How well a mouth followed a voice. Shares are 0..1, and undefined if there were no such frames. */
export interface Score {
  /** Correlation of the measured with the true opening, frame by frame. */
  readonly correlation: number;
  /** The same for each of {@link lags}: the mouth is that many frames late. */
  readonly correlations: readonly number[];
  /** The correlation if each sound may come a little early or late. */
  readonly warped: number;
  /** Share of the frames where the mouth should be well open but is closed. */
  readonly falseClosures: number | undefined;
  /** Share of the closures of p, b, and m with a closed frame. */
  readonly closures: number | undefined;
  /** Share of the frames in pauses where the mouth is closed. */
  readonly rests: number | undefined;
  /** The full opening of the mouth: 95 % of the frames are below. */
  readonly full: number;
}

export const lags: readonly number[] = [-6, -5, -4, -3, -2, -1, 0, 1, 2, 3, 4, 5, 6];

/** A mouth is closed below this share of its full opening, and well open above the other one. */
const closedBelow = 0.25;
const openAbove = 0.4;

/** The tolerance of a closed frame for a closure. */
const closureMarginSeconds = 0.02;

/** How long the mouth may take to come to rest, and how early it may move again. */
const settlesSeconds = 0.16;
const startsSeconds = 0.12;

/** Scores measured openings, one per frame, against a clip's ground truth. */
export function score(measured: readonly number[], truth: GroundTruth): Score {
  const { fps } = truth;
  const frames = Math.min(measured.length, truth.opening.length);
  const opening = truth.opening.slice(0, frames);
  const shown = measured.slice(0, frames);
  const full = percentile(shown, 0.95);
  const closed = shown.map((value) => value < closedBelow * full || full <= 0);
  const wide = openAbove * percentile(opening, 0.95);
  const inPauses = truth.pauses.flatMap(([from, to]) =>
    closed.slice(firstFrame(from + settlesSeconds, fps), frameBefore(to - startsSeconds, fps)),
  );
  const inClosures = truth.closures
    .map(([from, to]) =>
      closed.slice(frameBefore(from - closureMarginSeconds, fps), firstFrame(to + closureMarginSeconds, fps)),
    )
    .filter((part) => part.length > 0);
  const correlations = lags.map((lag) => correlationAt(shown, opening, lag));
  return {
    correlation: correlation(shown, opening),
    correlations,
    warped: warpedCorrelation(shown, opening),
    falseClosures: share(closed.filter((_, frame) => (opening[frame] ?? 0) > wide)),
    closures: share(inClosures.map((part) => part.includes(true))),
    rests: share(inPauses),
    full,
  };
}

/** The lag with the highest correlation (one for each of {@link lags}); the smallest of equal ones. */
export function bestLag(correlations: readonly number[]): number {
  const at = (lag: number) => correlations[lags.indexOf(lag)] ?? -Infinity;
  return lags.toSorted((a, b) => at(b) - at(a) || Math.abs(a) - Math.abs(b))[0] ?? 0;
}

/** With measurements `lag` frames after the ground truth. */
function correlationAt(measured: readonly number[], truth: readonly number[], lag: number): number {
  const frames = measured.length - Math.abs(lag);
  const [late, early] = [Math.max(0, lag), Math.max(0, -lag)];
  return frames < 2
    ? 0
    : correlation(measured.slice(late, late + frames), truth.slice(early, early + frames));
}

/** The tolerance keeps a frame that begins on time from being excluded by rounding. */
const punctual = 1e-6;

function firstFrame(seconds: number, fps: number): number {
  return Math.max(0, Math.ceil(seconds * fps - punctual));
}

function frameBefore(seconds: number, fps: number): number {
  return Math.max(0, Math.floor(seconds * fps + punctual));
}

function share(flags: readonly boolean[]): number | undefined {
  return flags.length === 0 ? undefined : flags.filter(Boolean).length / flags.length;
}
