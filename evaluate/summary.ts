import type { Appearance } from './appearance/appearance.js';
import type { GroundTruth } from './clips.js';
import type { PictureQuality } from './picture-quality.js';
import { bestLag, lags, type Score } from './score.js';
import { mean } from './statistics.js';

/** One portrait with one clip. */
export interface Result extends Score {
  readonly clip: string;
  readonly kind: GroundTruth['kind'];
  readonly portrait: string;
  /** Undefined if the mouth never moves. */
  readonly quality?: PictureQuality | undefined;
  readonly appearance?: Appearance | undefined;
}

/** Several results combined. */
export interface Summary {
  readonly correlation: number;
  readonly worstCorrelation: number;
  /** After time warping. */
  readonly warped: number;
  /**
   * The lag, in frames, that fits all results best; and the lag of a single result that is farthest
   * from 0.
   */
  readonly lag: number;
  readonly worstLag: number;
  readonly falseClosures: number | undefined;
  readonly closures: number | undefined;
  readonly rests: number | undefined;
}

/** Means of results; shares are averaged over those that have one. */
export function summarize(results: readonly Result[]): Summary {
  const correlations = results.map(({ correlation }) => correlation);
  const each = results.map((result) => bestLag(result.correlations));
  return {
    correlation: mean(correlations),
    worstCorrelation: Math.min(...correlations),
    warped: mean(results.map(({ warped }) => warped)),
    lag: bestLag(lags.map((_, i) => mean(results.map((result) => result.correlations[i] ?? 0)))),
    worstLag: each.reduce((worst, lag) => (Math.abs(lag) > Math.abs(worst) ? lag : worst), 0),
    falseClosures: meanOfKnown(results.map(({ falseClosures }) => falseClosures)),
    closures: meanOfKnown(results.map(({ closures }) => closures)),
    rests: meanOfKnown(results.map(({ rests }) => rests)),
  };
}

function meanOfKnown(values: readonly (number | undefined)[]): number | undefined {
  const known = values.filter((value) => value !== undefined);
  return known.length === 0 ? undefined : mean(known);
}

/** Means of the results' picture quality. @returns undefined if none was measured */
export function summarizeQuality(results: readonly Result[]): PictureQuality | undefined {
  const known = results.map(({ quality }) => quality).filter((quality) => quality !== undefined);
  if (known.length === 0) return undefined;
  return {
    sharpness: mean(known.map(({ sharpness }) => sharpness)),
    drawnSharpness: mean(known.map(({ drawnSharpness }) => drawnSharpness)),
    faithfulnessDb: mean(known.map(({ faithfulnessDb }) => faithfulnessDb)),
    steadiness: mean(known.map(({ steadiness }) => steadiness)),
  };
}
