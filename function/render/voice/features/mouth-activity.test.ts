import { describe, expect, test } from 'vitest';
import { mouthActivity } from './mouth-activity.js';

/** Loudness in hundredths of a second, from `[blocks, level]`. */
function levels(...passages: readonly (readonly [blocks: number, level: number])[]): Float32Array {
  return Float32Array.from(passages.flatMap(([blocks, level]) => Array<number>(blocks).fill(level)));
}

const loud = 0.3;
/** Between the level at which speech ends and the one at which it begins. */
const between = 0.0055;
/** The level of a quiet room. */
const quiet = 0.0005;

function rounded(activity: Float32Array): number[] {
  return [...activity].map((value) => Math.round(value * 1e5) / 1e5);
}

test('mouthActivity is 0 in silence, with eased transitions', () => {
  const activity = rounded(mouthActivity(levels([100, loud], [100, quiet], [100, loud]), 75, 25));
  expect(activity.slice(0, 26)).toEqual(Array(26).fill(1));
  expect(activity.slice(26, 29)).toEqual([0.68359, 0.04297, 0]);
  expect(activity.slice(29, 46)).toEqual(Array(17).fill(0));
  expect(activity.slice(46, 50)).toEqual([0, 0.15625, 0.84375, 1]);
  expect(activity.slice(50)).toEqual(Array(25).fill(1));
});

test('mouthActivity eases independently of the frame rate', () => {
  const voice = levels([100, loud], [100, 0]);
  const [slow, fast] = [mouthActivity(voice, 50, 25), mouthActivity(voice, 100, 50)];
  // Frame 2i+1 at 50 a second is shown at the time of frame i at 25, give or take a hundredth.
  expect(slow[26]).toBeCloseTo(0.68359, 5);
  expect(fast[53]).toBeCloseTo(0.5, 5);
  expect(fast[52]).toBeCloseTo(0.84375, 5);
});

describe('mouthActivity in pauses', () => {
  const withPause = (blocks: number) => levels([98, loud], [blocks, 0], [100, loud]);

  test('rests for 250 ms', () => {
    expect(Math.min(...mouthActivity(withPause(25), 55, 25))).toBe(0);
  });

  test('does not rest for 230 ms', () => {
    expect(rounded(mouthActivity(withPause(23), 55, 25))).toEqual(Array(55).fill(1));
  });

  test('also rests in shorter pauses at the start and at the end', () => {
    const activity = rounded(mouthActivity(levels([20, 0], [100, loud], [20, 0]), 35, 25));
    expect(activity.slice(0, 5)).toEqual([0, 0, 0.15625, 0.84375, 1]);
    expect(activity.slice(-5)).toEqual([1, 0.68359, 0.04297, 0, 0]);
  });
});

describe('mouthActivity with hysteresis', () => {
  const halfway = (activity: Float32Array, seconds: number) => activity[Math.round(seconds * 25)];

  test('includes a soft end and a soft start of speech', () => {
    const activity = mouthActivity(
      levels([100, loud], [50, between], [100, 0], [50, between], [100, loud]),
      100,
      25,
    );
    expect(halfway(activity, 1.4)).toBe(1);
    expect(halfway(activity, 2)).toBe(0);
    expect(halfway(activity, 2.6)).toBe(1);
  });

  test('excludes noise of the same level within a silence', () => {
    const activity = mouthActivity(levels([100, loud], [50, 0], [50, between], [50, 0], [100, loud]), 88, 25);
    expect(halfway(activity, 1.75)).toBe(0);
  });

  test('measures levels relative to the voice, so that a quiet recording moves the mouth as much', () => {
    const voice = levels([100, loud], [50, between], [100, quiet], [100, loud]);
    const whispered = voice.map((level) => level / 5);
    expect(mouthActivity(whispered, 88, 25)).toEqual(mouthActivity(voice, 88, 25));
  });
});

test('mouthActivity stays 0 for a voice without sound', () => {
  expect(rounded(mouthActivity(levels([200, 0]), 50, 25))).toEqual(Array(50).fill(0));
  expect(rounded(mouthActivity(levels([200, quiet]), 50, 25))).toEqual(Array(50).fill(0));
});

test('mouthActivity stays 1 for a voice without pauses', () => {
  expect(rounded(mouthActivity(levels([200, 0.01]), 50, 25))).toEqual(Array(50).fill(1));
});

test('mouthActivity returns one frame for a voice shorter than a frame', () => {
  expect(rounded(mouthActivity(levels([3, loud]), 1, 25))).toEqual([1]);
});
