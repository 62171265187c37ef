import { describe, expect, test } from 'vitest';
import { Random } from '../../function/render/motion/random.js';
import { talkLoudness } from '../../test/fixtures/talk-loudness.js';
import { checkMotion } from './evaluate-motion.js';
import { measureBlinks } from './blink-figures.js';
import { checkTable, passes } from './motion-checks.js';
import { periodicity, skewness } from '../statistics.js';

describe('the motion of ten minutes of speech', () => {
  test('is within the ranges of its sources', async () => {
    const checks = await checkMotion({ loudness: talkLoudness(), pitch: new Float32Array(0) }, 'a');
    expect(checks).toHaveLength(39);
    expect(
      checkTable(checks.filter((check) => !passes(check)))
        .split('\n')
        .slice(2),
    ).toEqual([]);
  });
});

test('checkTable marks a figure outside of its range', () => {
  const rows = checkTable([
    { name: 'blinks a minute', value: 14, range: [15, 20], source: 'a' },
    { name: 'skewness', value: 1.25, range: [1, Infinity], source: 'b' },
  ]).split('\n');
  expect(rows.slice(2)).toEqual([
    '| blinks a minute | 14 | 15 … 20 | **no** | a |',
    '| skewness | 1.25 | 1 … | yes | b |',
  ]);
});

test('measureBlinks counts blinks, their times, and those at the ends of phrases', () => {
  const lids = new Array<number>(6000).fill(0);
  for (const start of [1000, 1040, 3000]) lids.fill(1, start, start + 20);
  const poses = lids.map((value) => ({ yaw: 0, pitch: 0, roll: 0, lids: value, breath: 0 }));
  const figures = measureBlinks(poses, 100, [10, 30]);
  expect(figures.perMinute).toBe(3);
  expect(figures.duration.mean).toBeCloseTo(0.2, 9);
  expect(figures.complete).toBe(1);
  expect(figures.interval.mean).toBeCloseTo(10, 9);
  expect(figures.doubles).toBeCloseTo(1 / 3, 9);
  expect(figures.atPauses).toBe(Infinity);
});

describe('periodicity', () => {
  const random = new Random('noise');
  const noise = Array.from({ length: 3000 }, () => random.normal());

  test('is near 1 for a wave, and near 0 for noise', () => {
    const wave = noise.map((_, i) => Math.sin((2 * Math.PI * i) / 40));
    expect(periodicity(wave, 10, [1, 30])).toBeGreaterThan(0.95);
    expect(periodicity(noise, 10, [1, 30])).toBeLessThan(0.12);
  });

  test('finds a wave in noise', () => {
    const mixed = noise.map((value, i) => value + 2 * Math.sin((2 * Math.PI * i) / 40));
    expect(periodicity(mixed, 10, [1, 30])).toBeGreaterThan(0.5);
  });
});

test('skewness is positive for a long tail above the mean', () => {
  expect(skewness([1, 2, 3])).toBeCloseTo(0, 12);
  expect(skewness([1, 1, 1, 10])).toBeGreaterThan(1);
});
