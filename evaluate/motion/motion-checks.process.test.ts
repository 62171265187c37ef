import { describe, expect, test } from 'vitest';
import { Random } from '../../function/render/motion/random.js';
import { checkMotion } from './evaluate-motion.js';
import { measureBlinks } from './blink-figures.js';
import { checkTable, passes } from './motion-checks.js';
import { periodicity, skewness } from './statistics.js';

/** Ten minutes of loudness: syllables in phrases of 1 to 6 s, and pauses of 0.3 to 2.5 s. */
function talk(): Float32Array {
  const random = new Random('talk');
  const loudness: number[] = [];
  while (loudness.length < 60_000) {
    const phraseEnd = loudness.length + 100 * random.between(1, 6);
    while (loudness.length < phraseEnd) {
      const blocks = Math.round(random.between(15, 30));
      const level = random.between(0.05, 0.25);
      for (let i = 0; i < blocks; i++) loudness.push(0.02 + level * Math.sin((Math.PI * i) / blocks));
    }
    loudness.push(...new Float32Array(Math.round(100 * random.between(0.3, 2.5))));
  }
  return Float32Array.from(loudness.slice(0, 60_000));
}

describe('the motion of ten minutes of speech', () => {
  test.each(['a', 'b', 'c'])('is within the ranges of its sources with the seed %s', async (seed) => {
    const checks = await checkMotion({ loudness: talk(), pitch: new Float32Array(0) }, seed);
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
