import type { Point } from '../picture/geometry.js';

/** The height of a lip's edge at each place between the corners of the mouth. */
export type LipCurve = (u: number) => number;

/** The smooth curve through points (cubic Hermite splines); it stays level beyond its ends. */
export function lipCurve(points: readonly Point[]): LipCurve {
  const sorted = [...points].sort((a, b) => a[0] - b[0]);
  const slopes = sorted.map((point, index) => {
    const [before, after] = [sorted[index - 1] ?? point, sorted[index + 1] ?? point];
    return (after[1] - before[1]) / Math.max(1e-6, after[0] - before[0]);
  });
  return (u) => {
    const next = sorted.findIndex(([x]) => x >= u);
    const [from, to] = [sorted[next - 1], sorted[next]];
    if (!to) return sorted.at(-1)?.[1] ?? 0;
    if (!from) return to[1];
    const length = Math.max(1e-6, to[0] - from[0]);
    const t = (u - from[0]) / length;
    const rise = t * t * (3 - 2 * t);
    return (
      (1 - rise) * from[1] +
      rise * to[1] +
      t * (1 - t) * length * ((1 - t) * (slopes[next - 1] ?? 0) - t * (slopes[next] ?? 0))
    );
  };
}
