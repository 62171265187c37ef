import { describe, expect, test } from 'vitest';
import { bestLag, score } from './score.js';
import { correlation, percentile } from './statistics.js';
import type { GroundTruth } from './clips.js';

const fps = 25;

function truthOf(opening: number[], more: Partial<GroundTruth> = {}): GroundTruth {
  return {
    name: 'clip',
    audio: 'clip.ogg',
    kind: 'synthetic',
    voice: 'speaker',
    language: 'en',
    text: '',
    fps,
    opening,
    closures: [],
    pauses: [],
    sounds: [],
    ...more,
  };
}

/** Two seconds of a mouth that opens twice a second. */
const beats = Array.from({ length: 50 }, (_, frame) => 5 - 5 * Math.cos((2 * Math.PI * frame) / 12.5));

describe('correlation', () => {
  test('is Pearson’s', () => {
    expect(correlation([1, 2, 3, 4], [2, 4, 6, 8])).toBeCloseTo(1, 12);
    expect(correlation([1, 2, 3, 4], [4, 3, 2, 1])).toBeCloseTo(-1, 12);
    expect(correlation([1, 2, 3, 5], [2, 1, 4, 6])).toBeCloseTo(0.90224, 5);
  });

  test('is 0 with constant values', () => expect(correlation([1, 2, 3], [4, 4, 4])).toBe(0));
});

test('percentile interpolates between values', () => {
  expect(percentile([3, 1, 2], 0.5)).toBe(2);
  expect(percentile([0, 10], 0.95)).toBeCloseTo(9.5, 12);
});

describe('the lag', () => {
  test.each([-3, 0, 2])('of a mouth that is %d frames late is found', (late) => {
    const speech = Array.from(
      { length: 90 },
      (_, frame) => 5 + 3 * Math.sin(frame / 3) + 2 * Math.sin(frame / 1.7),
    );
    const measured = speech.slice(10 - late, 70 - late);
    expect(bestLag(score(measured, truthOf(speech.slice(10, 70))).correlations)).toBe(late);
  });

  test('is not compensated in the correlation', () => {
    const late = score([...beats.slice(3), ...beats.slice(0, 3)], truthOf(beats));
    expect(late.correlation).toBeLessThan(0.3);
    expect(Math.max(...late.correlations)).toBeGreaterThan(0.99);
  });
});

test('score is perfect for a mouth that follows the ground truth, in any unit', () => {
  const found = score(
    beats.map((value) => 0.4 * value),
    truthOf(beats, { closures: [[0.48, 0.52]], pauses: [] }),
  );
  expect(found.correlation).toBeCloseTo(1, 12);
  expect(found).toMatchObject({ falseClosures: 0, closures: 1, rests: undefined });
  expect(found.full).toBeCloseTo(4, 1);
});

test('score counts false closures among the frames that should be well open', () => {
  const opening = [...Array<number>(10).fill(0), ...Array<number>(10).fill(10)];
  const measured = [...Array<number>(10).fill(0), ...Array<number>(8).fill(6), 0, 1];
  // Of ten open frames two are below a quarter of 6.
  expect(score(measured, truthOf(opening)).falseClosures).toBeCloseTo(0.2, 12);
});

test('score requires one closed frame per closure, within a small margin', () => {
  const measured = Array.from({ length: 50 }, (_, frame) => ([10, 30].includes(frame) ? 0 : 8));
  const truth = truthOf(Array<number>(50).fill(5), {
    closures: [
      // Frame 10 begins at 0.40, frame 30 at 1.20, which is 10 ms after this closure.
      [0.38, 0.46],
      [1.1, 1.19],
      [1.5, 1.6],
    ],
  });
  expect(score(measured, truth).closures).toBeCloseTo(2 / 3, 12);
});

test('score lets the mouth settle at the start of a pause and expects rest after that', () => {
  const opening = Array.from({ length: 60 }, (_, frame) => (frame >= 20 && frame < 40 ? 0 : 6));
  // The pause lasts from 0.80 to 1.60: frames 24 to 36 count, of which the mouth is open in four.
  const measured = Array.from({ length: 60 }, (_, frame) => (frame >= 28 && frame < 40 ? 0 : 6));
  expect(score(measured, truthOf(opening, { pauses: [[0.8, 1.6]] })).rests).toBeCloseTo(9 / 13, 12);
});

test('score treats a mouth that never opens as closed everywhere', () => {
  const found = score(Array<number>(50).fill(0), truthOf(beats));
  expect(found).toMatchObject({ correlation: 0, falseClosures: 1, full: 0 });
});
