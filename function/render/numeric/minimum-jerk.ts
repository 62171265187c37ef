/**
 * The path of a movement that starts and ends at rest, without a jolt: position 0..1 for the elapsed
 * share of its time. Its highest speed is {@link peakSpeed} times the mean. Source: the minimum-jerk
 * model of Flash and Hogan, 1985.
 */
export function minimumJerk(share: number): number {
  const x = Math.min(1, Math.max(0, share));
  return x * x * x * (10 + x * (6 * x - 15));
}

export const peakSpeed = 1.875;
