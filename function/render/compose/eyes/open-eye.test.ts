import { expect, it } from 'vitest';
import { eyeCrop } from './eye-crop.js';
import { isOpenEye } from './open-eye.js';

/** Covers that leave a rectangle of the crop open. */
function covers(columns: [from: number, to: number], rows: [from: number, to: number]): Float32Array {
  const { width, height } = eyeCrop;
  const values = new Float32Array(2 * width * height).fill(1);
  for (let plane = 0; plane < 2; plane++) {
    for (let row = rows[0]; row < rows[1]; row++) {
      const line = (plane * height + row) * width;
      values.fill(0, line + columns[0], line + columns[1]);
    }
  }
  return values;
}

const open = covers([20, 60], [26, 38]);
const closed = covers([0, 0], [0, 0]);

it('takes an eye that is open and can be closed', () => {
  expect(isOpenEye(open, closed)).toBe(true);
});

it.each([
  ['closed already', covers([38, 42], [31, 33]), closed],
  ['too large for an eye', covers([5, 75], [10, 54]), closed],
  ['beside the middle of the crop', covers([0, 30], [26, 38]), closed],
  ['above the middle of the crop', covers([20, 60], [2, 14]), closed],
  ['not closed by the lids', open, covers([20, 60], [31, 34])],
])('does not take an eye that is %s', (_, atRest, whenClosed) => {
  expect(isOpenEye(atRest, whenClosed)).toBe(false);
});
