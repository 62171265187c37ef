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
    let next = 0;
    while (next < sorted.length && (sorted[next]?.[0] ?? 0) < u) next++;
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

/** Places in a unit at which a tabulated curve is known. */
const perUnit = 4;

/** The same curve, looked up in a table between `-reach` and `reach`, and linear between its places. */
export function tabulated(curve: LipCurve, reach: number): LipCurve {
  const last = Math.ceil(2 * reach * perUnit);
  const values = Float64Array.from({ length: last + 1 }, (_, place) => curve(place / perUnit - reach));
  return (u) => {
    const at = (u + reach) * perUnit;
    if (!(at >= 0 && at < last)) return curve(u);
    const place = Math.floor(at);
    const value = values[place] ?? 0;
    return value + (at - place) * ((values[place + 1] ?? 0) - value);
  };
}
