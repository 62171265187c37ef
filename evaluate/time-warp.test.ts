import { describe, expect, test } from 'vitest';
import { correlation } from './statistics.js';
import { warpedCorrelation } from './time-warp.js';

const curve = Array.from({ length: 80 }, (_, frame) => Math.sin(frame / 2) + Math.sin(frame / 3.1));

describe('warpedCorrelation', () => {
  test('is 1 for equal curves in other units', () => {
    expect(
      warpedCorrelation(
        curve.map((value) => 3 * value + 7),
        curve,
      ),
    ).toBeCloseTo(1, 12);
  });

  test('forgives a delay of two frames', () => {
    const late = [0, 0, ...curve].slice(0, curve.length);
    expect(correlation(late, curve)).toBeLessThan(0.7);
    expect(warpedCorrelation(late, curve)).toBeGreaterThan(0.97);
  });

  test('does not forgive one of ten frames', () => {
    const late = [...Array<number>(10).fill(0), ...curve].slice(0, curve.length);
    expect(warpedCorrelation(late, curve)).toBeLessThan(0.6);
  });

  test('is 0 for a mouth that never moves', () => {
    expect(
      warpedCorrelation(
        curve.map(() => 2),
        curve,
      ),
    ).toBe(0);
  });

  test('compares as many frames as both have', () => {
    expect(warpedCorrelation(curve.slice(0, 50), curve)).toBeCloseTo(1, 12);
  });
});
