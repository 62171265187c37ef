/** Mean of some numbers; NaN without any. */
export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

export function deviation(values: readonly number[]): number {
  const center = mean(values);
  return Math.sqrt(mean(values.map((value) => (value - center) ** 2)));
}

/** Pearson's correlation; 0 if one of the two never changes. */
export function correlation(a: readonly number[], b: readonly number[]): number {
  const [meanA, meanB] = [mean(a), mean(b)];
  let both = 0;
  let squaresA = 0;
  let squaresB = 0;
  for (const [i, value] of a.entries()) {
    const [x, y] = [value - meanA, (b[i] ?? meanB) - meanB];
    both += x * y;
    squaresA += x * x;
    squaresB += y * y;
  }
  return squaresA > 0 && squaresB > 0 ? both / Math.sqrt(squaresA * squaresB) : 0;
}

export function rootMeanSquare(values: readonly number[]): number {
  return Math.sqrt(mean(values.map((value) => value ** 2)));
}

/** Positive if most values are below the mean, and a few far above. */
export function skewness(values: readonly number[]): number {
  const center = mean(values);
  return mean(values.map((value) => (value - center) ** 3)) / deviation(values) ** 3;
}

/** Interpolates linearly between the two nearest values. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const place = share * (sorted.length - 1);
  const below = sorted[Math.floor(place)] ?? 0;
  return below + (place % 1) * ((sorted[Math.ceil(place)] ?? below) - below);
}

/**
 * How much a series repeats itself: the highest peak of its autocorrelation at a lag of at least
 * `fromSeconds`. 1 is a perfect period, and random movement stays near 0.
 */
export function periodicity(
  values: readonly number[],
  perSecond: number,
  [fromSeconds, toSeconds]: readonly [number, number],
): number {
  const center = mean(values);
  const centered = values.map((value) => value - center);
  const power = centered.reduce((sum, value) => sum + value * value, 0);
  if (power === 0) return 0;
  const correlation = (lag: number) => {
    let sum = 0;
    for (let i = lag; i < centered.length; i++) sum += (centered[i] ?? 0) * (centered[i - lag] ?? 0);
    return sum / power;
  };
  let highest = -1;
  let [before, here] = [Infinity, correlation(Math.round(fromSeconds * perSecond))];
  for (let lag = Math.round(fromSeconds * perSecond); lag < toSeconds * perSecond; lag++) {
    const after = correlation(lag + 1);
    if (here > before && here >= after) highest = Math.max(highest, here);
    [before, here] = [here, after];
  }
  return highest;
}
