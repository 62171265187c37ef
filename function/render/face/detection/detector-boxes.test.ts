import { describe, expect, test } from 'vitest';
import { decodeBoxes } from './detector-boxes.js';

function outputs() {
  return {
    scores16: new Float32Array(512).fill(-100),
    boxes16: new Float32Array(512 * 16),
    scores32: new Float32Array(384).fill(-100),
    boxes32: new Float32Array(384 * 16),
  };
}

/** x, y, width, height, then both eyes, nose, mouth, and both ears. */
const numbers = [3, -2, 40, 50, 0, 0, 0, 0, 1, 2, 5, 6, 0, 0, 0, 0];

describe('decodeBoxes', () => {
  test('reads a box relative to the middle of its cell of 16 pixels', () => {
    const given = outputs();
    // The second anchor of the cell in row 2, column 5 of 16.
    const anchor = (2 * 16 + 5) * 2 + 1;
    given.scores16[anchor] = Math.log(0.75 / 0.25);
    given.boxes16.set(numbers, 16 * anchor);
    const [box, ...more] = decodeBoxes(given, 0.4);
    expect(more).toEqual([]);
    expect(box?.score).toBeCloseTo(0.75, 6);
    expect(box).toMatchObject({ center: [91, 38], width: 40, height: 50, nose: [89, 42], mouth: [93, 46] });
  });

  test('reads a box of a cell of 32 pixels, of which each has six anchors', () => {
    const given = outputs();
    const anchor = (7 * 8 + 3) * 6 + 5;
    given.scores32[anchor] = 0;
    given.boxes32.set(numbers, 16 * anchor);
    expect(decodeBoxes(given, 0.4)).toMatchObject([{ score: 0.5, center: [115, 238], width: 40 }]);
  });

  test('drops boxes with a score of the minimum or less', () => {
    const given = outputs();
    given.scores32[0] = 0;
    expect(decodeBoxes(given, 0.5)).toEqual([]);
  });

  test('refuses the outputs of another network', () => {
    expect(() => decodeBoxes({ scores16: new Float32Array(512) }, 0.4)).toThrow(RangeError);
  });
});
