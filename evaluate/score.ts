import type { GroundTruth } from './clips.js';

/** How well a mouth followed a voice. Shares are 0..1, and undefined where there was nothing to share. */
export interface Score {
  /** Of the measured opening with the true one, frame by frame. */
  readonly correlation: number;
  /** The same for each of {@link lags}: how many frames the mouth comes late. */
  readonly correlations: readonly number[];
  /** Share of the frames in which the mouth should be well open and is closed. */
  readonly falseClosures: number | undefined;
  /** Share of the closures of p, b and m that have a closed frame. */
  readonly closures: number | undefined;
  /** Share of the frames in pauses in which the mouth is closed. */
  readonly rests: number | undefined;
  /** How far the mouth opens: 95 % of the frames are below. */
  readonly full: number;
}

export const lags: readonly number[] = [-6, -5, -4, -3, -2, -1, 0, 1, 2, 3, 4, 5, 6];

/** Closed is less than this share of how far the mouth opens; well open in truth is more than that one. */
const closedBelow = 0.25;
const openAbove = 0.4;

/** A closed frame counts for a closure that it misses by less. */
const closureMarginSeconds = 0.02;

/** The mouth may take this long to come to rest, and moves so early again. */
const settlesSeconds = 0.16;
const startsSeconds = 0.12;

/** Judges measured openings, one a frame, by a clip's truth. */
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
    falseClosures: share(closed.filter((_, frame) => (opening[frame] ?? 0) > wide)),
    closures: share(inClosures.map((part) => part.includes(true))),
    rests: share(inPauses),
    full,
  };
}

/** The lag at which correlations (one for each of {@link lags}) are highest; of equal ones, the smallest. */
export function bestLag(correlations: readonly number[]): number {
  const at = (lag: number) => correlations[lags.indexOf(lag)] ?? -Infinity;
  return lags.toSorted((a, b) => at(b) - at(a) || Math.abs(a) - Math.abs(b))[0] ?? 0;
}

/** Pearson's; 0 where one of the two never changes. */
export function correlation(a: readonly number[], b: readonly number[]): number {
  const [meanA, meanB] = [mean(a), mean(b)];
  let [both, squaresA, squaresB] = [0, 0, 0];
  for (const [i, value] of a.entries()) {
    const [x, y] = [value - meanA, (b[i] ?? meanB) - meanB];
    both += x * y;
    squaresA += x * x;
    squaresB += y * y;
  }
  return squaresA > 0 && squaresB > 0 ? both / Math.sqrt(squaresA * squaresB) : 0;
}

/** With what is measured `lag` frames after the truth. */
function correlationAt(measured: readonly number[], truth: readonly number[], lag: number): number {
  const frames = measured.length - Math.abs(lag);
  const [late, early] = [Math.max(0, lag), Math.max(0, -lag)];
  return frames < 2
    ? 0
    : correlation(measured.slice(late, late + frames), truth.slice(early, early + frames));
}

/** A frame that begins on time counts as such, whatever binary fractions make of it. */
const punctual = 1e-6;

function firstFrame(seconds: number, fps: number): number {
  return Math.max(0, Math.ceil(seconds * fps - punctual));
}

function frameBefore(seconds: number, fps: number): number {
  return Math.max(0, Math.floor(seconds * fps + punctual));
}

/** Linear between the two nearest. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const place = share * (sorted.length - 1);
  const below = sorted[Math.floor(place)] ?? 0;
  return below + (place % 1) * ((sorted[Math.ceil(place)] ?? below) - below);
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function share(flags: readonly boolean[]): number | undefined {
  return flags.length === 0 ? undefined : flags.filter(Boolean).length / flags.length;
}
