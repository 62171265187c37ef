import { describe, expect, test } from 'vitest';
import { computedWindow, mouthWindow } from '../../face/face-geometry.js';
import type { Window } from '../../picture/geometry.js';
import { croppingPads, decoderWindows, fullWindow } from './decoder-windows.js';

function window(size: number, rows: [number, number], columns: [number, number]): Window {
  return { size, rows: { from: rows[0], to: rows[1] }, columns: { from: columns[0], to: columns[1] } };
}

test('each decoder stage computes the mouth window and only the halo that later stages read', () => {
  expect(mouthWindow).toEqual(window(96, [52, 96], [14, 82]));
  expect(decoderWindows()).toEqual([
    window(1, [0, 1], [0, 1]),
    window(3, [0, 3], [0, 3]),
    window(6, [0, 6], [0, 6]),
    window(12, [2, 12], [0, 12]),
    window(24, [9, 24], [0, 24]),
    window(48, [22, 48], [3, 45]),
    window(96, [49, 96], [11, 85]),
  ]);
  expect(decoderWindows().at(-1)).toEqual(computedWindow);
});

test('the whole face needs the whole feature map of every decoder stage', () => {
  expect(decoderWindows(fullWindow(96)).map(({ size, rows, columns }) => [size, rows, columns])).toEqual(
    [1, 3, 6, 12, 24, 48, 96].map((size) => [size, { from: 0, to: size }, { from: 0, to: size }]),
  );
});

describe('croppingPads', () => {
  /** Outputs of one axis: n inputs give 2n+1 before padding for stride 2, and n+2 for stride 1. */
  const produced = (inputs: number, stride: number, [before, after]: readonly [number, number]) =>
    (stride === 2 ? 2 * inputs + 1 : inputs + 2) - before - after;

  test.each([
    {
      name: 'whole map to whole map',
      input: fullWindow(6),
      output: fullWindow(12),
      stride: 2,
      pads: [1, 1, 0, 0],
    },
    { name: 'size 1 to size 3', input: fullWindow(1), output: fullWindow(3), stride: 1, pads: [0, 0, 0, 0] },
    {
      name: 'window to window',
      input: window(48, [22, 48], [3, 45]),
      output: window(96, [49, 96], [11, 85]),
      stride: 2,
      pads: [49 - 43, 11 - 5, 0, 90 - 85],
    },
    {
      name: 'whole map to window',
      input: fullWindow(48),
      output: window(96, [49, 96], [11, 85]),
      stride: 2,
      pads: [50, 12, 0, 11],
    },
  ])('crops the output of a transposed convolution, $name', ({ input, output, stride, pads }) => {
    const [top = 0, left = 0, bottom = 0, right = 0] = croppingPads(input, output, stride);
    expect([top, left, bottom, right]).toEqual(pads);
    const { rows, columns } = input;
    expect(produced(rows.to - rows.from, stride, [top, bottom])).toBe(output.rows.to - output.rows.from);
    expect(produced(columns.to - columns.from, stride, [left, right])).toBe(
      output.columns.to - output.columns.from,
    );
  });
});
