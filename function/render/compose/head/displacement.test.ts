import { expect, it } from 'vitest';
import { displacementFields } from './displacement.js';

const picture = { width: 640, height: 640 };
const box = { x: 240, y: 160, width: 160, height: 200 };
const crop = { x: 118, y: 8, width: 404, height: 505 };

/** Fields of the network in which every pixel of the crop moves alike. */
function uniform(values: readonly number[]): Float32Array {
  const fields = new Float32Array(6 * 64 * 64);
  for (const [plane, value] of values.entries()) fields.fill(value, plane * 64 * 64, (plane + 1) * 64 * 64);
  return fields;
}

function displacementAt(
  column: number,
  row: number,
  pose: { yaw?: number; pitch?: number; breath?: number },
) {
  const fields = displacementFields(uniform([-50, 0, 0, -40, 0, 0]), crop, box, picture);
  const node = (row / 8) * fields.columns + column / 8;
  const { yaw = 0, pitch = 0, breath = 0 } = pose;
  const sum = (parts: typeof fields.x) =>
    yaw * (parts[0][node] ?? NaN) + pitch * (parts[1][node] ?? NaN) + breath * (parts[3][node] ?? NaN);
  return [sum(fields.x), sum(fields.y)] as const;
}

it('turns angles into pixels of the picture', () => {
  const [x, y] = displacementAt(320, 256, { yaw: 0.05, pitch: 0.02 });
  expect(x).toBeCloseTo((0.05 * -50 * 404) / 128, 5);
  expect(y).toBeCloseTo((0.02 * -40 * 505) / 128, 5);
});

it('moves nothing at the border of the picture', () => {
  for (const [column, row] of [
    [0, 256],
    [640, 256],
    [320, 0],
    [320, 640],
  ] as const)
    expect(displacementAt(column, row, { yaw: 0.05, breath: 1 }).map(Math.abs)).toEqual([0, 0]);
});

it('lifts the shoulders by the height of a breath, and the head by a third of it', () => {
  expect(displacementAt(320, 520, { breath: 1 })[1]).toBeCloseTo(0.009 * 200, 5);
  expect(displacementAt(320, 256, { breath: 1 })[1]).toBeCloseTo(0.35 * 0.009 * 200, 5);
});

it('moves a head less that nearly touches the border', () => {
  const near = displacementFields(
    uniform([-50, 0, 0, 0, 0, 0]),
    { ...crop, x: -118, y: 8 },
    { ...box, x: 4 },
    picture,
  );
  expect(near.x[0][32 * near.columns + 12]).toBeCloseTo(
    -((50 * 404) / 128) * (0.3 + 0.7 * ((0.025 / 0.3) ** 2 * (3 - (2 * 0.025) / 0.3))),
    1,
  );
});
