import { correlation, deviation, mean } from './statistics.js';

/** Frames by which one curve may be ahead of the other: 80 ms at 25 frames a second. */
const maxShift = 2;

/**
 * Pearson's correlation after dynamic time warping: how alike two curves are if each sound may come a little
 * early or late. It is never much below the correlation frame by frame, and says nothing about timing.
 * @returns 0 if one of the curves never changes
 */
export function warpedCorrelation(measured: readonly number[], truth: readonly number[]): number {
  const frames = Math.min(measured.length, truth.length);
  const [ours, theirs] = [standardized(measured.slice(0, frames)), standardized(truth.slice(0, frames))];
  if (!ours || !theirs) return 0;
  const pairs = warp(ours, theirs);
  return correlation(
    pairs.map(([i]) => ours[i] ?? 0),
    pairs.map(([, j]) => theirs[j] ?? 0),
  );
}

function standardized(values: readonly number[]): number[] | undefined {
  const [center, spread] = [mean(values), deviation(values)];
  return spread > 0 ? values.map((value) => (value - center) / spread) : undefined;
}

/** The cheapest path through both curves that never goes back. @returns pairs of indices */
function warp(ours: readonly number[], theirs: readonly number[]): [number, number][] {
  const width = theirs.length;
  const costs = new Float64Array(width * width).fill(Infinity);
  const costAt = (i: number, j: number) => (i < 0 || j < 0 ? Infinity : (costs[i * width + j] ?? Infinity));
  for (let i = 0; i < width; i++) {
    for (let j = Math.max(0, i - maxShift); j <= Math.min(width - 1, i + maxShift); j++) {
      const before = Math.min(costAt(i - 1, j - 1), costAt(i - 1, j), costAt(i, j - 1));
      costs[i * width + j] = (i + j === 0 ? 0 : before) + ((ours[i] ?? 0) - (theirs[j] ?? 0)) ** 2;
    }
  }
  const pairs: [number, number][] = [];
  for (let [i, j] = [width - 1, width - 1]; i >= 0 && j >= 0;) {
    pairs.push([i, j]);
    const [both, mine, other] = [costAt(i - 1, j - 1), costAt(i - 1, j), costAt(i, j - 1)];
    if (both <= mine && both <= other) [i, j] = [i - 1, j - 1];
    else if (mine <= other) i -= 1;
    else j -= 1;
  }
  return pairs;
}
