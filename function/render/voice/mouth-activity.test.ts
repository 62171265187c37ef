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

function rounded(strength: Float32Array): number[] {
  return [...strength].map((value) => Math.round(value * 1e5) / 1e5);
}

test('the mouth rests in silence, and is eased out of speech and into it', () => {
  const strength = rounded(mouthActivity(levels([100, loud], [100, quiet], [100, loud]), 75, 25));
  expect(strength.slice(0, 26)).toEqual(Array(26).fill(1));
  expect(strength.slice(26, 29)).toEqual([0.68359, 0.04297, 0]);
  expect(strength.slice(29, 46)).toEqual(Array(17).fill(0));
  expect(strength.slice(46, 50)).toEqual([0, 0.15625, 0.84375, 1]);
  expect(strength.slice(50)).toEqual(Array(25).fill(1));
});

test('easing does not depend on the frame rate', () => {
  const voice = levels([100, loud], [100, 0]);
  const [slow, fast] = [mouthActivity(voice, 50, 25), mouthActivity(voice, 100, 50)];
  // Frame 2i+1 at 50 a second is shown at the time of frame i at 25, give or take a hundredth.
  expect(slow[26]).toBeCloseTo(0.68359, 5);
  expect(fast[53]).toBeCloseTo(0.5, 5);
  expect(fast[52]).toBeCloseTo(0.84375, 5);
});

describe('pauses', () => {
  const withPause = (blocks: number) => levels([98, loud], [blocks, 0], [100, loud]);

  test('of 250 ms bring the mouth to rest', () => {
    expect(Math.min(...mouthActivity(withPause(25), 55, 25))).toBe(0);
  });

  test('of 230 ms belong to speech', () => {
    expect(rounded(mouthActivity(withPause(23), 55, 25))).toEqual(Array(55).fill(1));
  });

  test('at the beginning and at the end may be shorter', () => {
    const strength = rounded(mouthActivity(levels([20, 0], [100, loud], [20, 0]), 35, 25));
    expect(strength.slice(0, 5)).toEqual([0, 0, 0.15625, 0.84375, 1]);
    expect(strength.slice(-5)).toEqual([1, 0.68359, 0.04297, 0, 0]);
  });
});

describe('hysteresis', () => {
  const halfway = (strength: Float32Array, seconds: number) => strength[Math.round(seconds * 25)];

  test('a soft end and a soft beginning are part of speech', () => {
    const strength = mouthActivity(
      levels([100, loud], [50, between], [100, 0], [50, between], [100, loud]),
      100,
      25,
    );
    expect(halfway(strength, 1.4)).toBe(1);
    expect(halfway(strength, 2)).toBe(0);
    expect(halfway(strength, 2.6)).toBe(1);
  });

  test('a noise of the same level in the middle of a silence is not', () => {
    const strength = mouthActivity(levels([100, loud], [50, 0], [50, between], [50, 0], [100, loud]), 88, 25);
    expect(halfway(strength, 1.75)).toBe(0);
  });

  test('levels count against the voice itself: the same voice, whispered, moves the mouth as much', () => {
    const voice = levels([100, loud], [50, between], [100, quiet], [100, loud]);
    const whispered = voice.map((level) => level / 5);
    expect(mouthActivity(whispered, 88, 25)).toEqual(mouthActivity(voice, 88, 25));
  });
});

test('a voice without any sound never moves the mouth', () => {
  expect(rounded(mouthActivity(levels([200, 0]), 50, 25))).toEqual(Array(50).fill(0));
  expect(rounded(mouthActivity(levels([200, quiet]), 50, 25))).toEqual(Array(50).fill(0));
});

test('a voice without pauses always does', () => {
  expect(rounded(mouthActivity(levels([200, 0.01]), 50, 25))).toEqual(Array(50).fill(1));
});

test('a voice shorter than a frame has its frame', () => {
  expect(rounded(mouthActivity(levels([3, loud]), 1, 25))).toEqual([1]);
});
