import { describe, expect, test } from 'vitest';
import { melBands, melWindowColumns } from '../voice/features/mel-shape.js';
import { LipSpreadReader } from './lip-spread.js';

/** A window in which a voice has formants: centers in bands of the mel spectrum. */
function vowel(formants: readonly number[], level = 0): Float32Array {
  return Float32Array.from({ length: melBands * melWindowColumns }, (_, at) => {
    const band = Math.floor(at / melWindowColumns);
    const peaks = formants.map((center) => 3 * Math.exp(-0.5 * ((band - center) / 4) ** 2));
    return Math.max(...peaks) - 2 + level;
  });
}

const lipSpread = (mel: Float32Array) => new LipSpreadReader(25).next(mel);

/** "ee" and "oo": their first formants are alike, the second ones are not. */
const [spread, rounded] = [vowel([6, 50, 62]), vowel([7, 16, 45])];

describe('lipSpread', () => {
  test('spreads the lips for "ee" and rounds them for "oo"', () => {
    expect(lipSpread(spread)).toBeGreaterThan(lipSpread(rounded) + 0.3);
  });

  test('does not depend on loudness', () => {
    expect(lipSpread(vowel([6, 50, 62], -1))).toBeCloseTo(lipSpread(spread), 4);
  });

  test.each([25, 50])('goes half of the way in 40 ms at %d frames a second', (fps) => {
    const reader = new LipSpreadReader(fps);
    const from = reader.next(rounded);
    for (let frame = 1; frame < fps / 25; frame++) reader.next(spread);
    const share = (reader.next(spread) - from) / (lipSpread(spread) - from);
    expect(share).toBeCloseTo(0.5, 1);
  });

  test('stays within its bounds', () => {
    for (const sign of [-1, 1]) {
      const wild = Float32Array.from(
        { length: melBands * melWindowColumns },
        (_, at) => sign * (at % 7 < 3 ? 4 : -4),
      );
      expect(Math.abs(lipSpread(wild))).toBeLessThanOrEqual(1);
    }
  });
});
