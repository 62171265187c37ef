import { describe, expect, it } from 'vitest';
import type { DisplacementFields } from './displacement.js';
import { movingCells } from './moving-cells.js';
import { MovingPicture } from './moving-picture.js';
import type { Pose } from '../motion/pose.js';

const [width, height] = [64, 48];
const still: Pose = { yaw: 0, pitch: 0, roll: 0, lids: 0, breath: 0 };

/** A field in which a radian of yaw takes every pixel from `pixels` further right. */
function shiftFields(pixels: number): DisplacementFields {
  const [columns, rows] = [width / 8 + 1, height / 8 + 1];
  const zero = () => new Float32Array(columns * rows);
  const shift = zero().fill(pixels);
  return { columns, rows, x: [shift, zero(), zero(), zero()], y: [zero(), zero(), zero(), zero()] };
}

function texturedPicture() {
  const rgb = Buffer.alloc(3 * width * height);
  for (let index = 0; index < rgb.length; index++) rgb[index] = (index * 37 + (index >> 4) * 11) % 256;
  return { width, height, rgb };
}

function smoothPicture() {
  const rgb = Buffer.alloc(3 * width * height);
  for (let pixel = 0; pixel < width * height; pixel++) {
    const [x, y] = [pixel % width, Math.floor(pixel / width)];
    rgb.set([2 * x, 3 * y, x + y], 3 * pixel);
  }
  return { width, height, rgb };
}

function movingPicture(picture: ReturnType<typeof texturedPicture>, person: Uint8Array, background = 0) {
  const fields = shiftFields(1);
  const behind = picture.rgb.map((color, index) =>
    person[Math.floor(index / 3)] === 0 ? color : background,
  );
  const matte = { person, background: behind };
  const cells = movingCells(fields, person, picture, { yaw: 8, pitch: 0, roll: 0, breath: 0 });
  return new MovingPicture(picture, { x: 0, y: 0, width, height }, { fields, matte, cells });
}

const everywhere = new Uint8Array(width * height).fill(255);

describe('MovingPicture', () => {
  it('shows exactly the picture in its own pose', () => {
    const picture = texturedPicture();
    expect(Buffer.compare(movingPicture(picture, everywhere).draw(still), picture.rgb)).toBe(0);
  });

  it('moves a picture by whole pixels without changing them', () => {
    const picture = texturedPicture();
    const moved = movingPicture(picture, everywhere).draw({ ...still, yaw: 3 });
    for (let row = 0; row < height; row++) {
      const from = 3 * (row * width + 3);
      const line = picture.rgb.subarray(from, from + 3 * (width - 4));
      expect(Buffer.compare(moved.subarray(3 * row * width, 3 * row * width + line.length), line)).toBe(0);
    }
  });

  it('moves a picture by a quarter of a pixel', () => {
    const picture = smoothPicture();
    const moved = movingPicture(picture, everywhere).draw({ ...still, yaw: 2.25 });
    const at = (column: number) => moved[3 * (20 * width + column)] ?? 0;
    for (const column of [4, 10, 33]) expect(at(column)).toBe(Math.round(2 * (column + 2.25)));
  });

  it('keeps the background where it is and shows it where the person was', () => {
    const picture = texturedPicture();
    const person = new Uint8Array(width * height);
    for (let row = 16; row < 32; row++) person.fill(255, row * width + 24, row * width + 40);
    const moved = movingPicture(picture, person, 99).draw({ ...still, yaw: 4 });
    const pixel = (image: Uint8Array, column: number, row: number) => [
      ...image.subarray(3 * (row * width + column), 3 * (row * width + column) + 3),
    ];
    expect(pixel(moved, 20, 20)).toEqual(pixel(picture.rgb, 24, 20));
    expect(pixel(moved, 30, 20)).toEqual(pixel(picture.rgb, 34, 20));
    expect(pixel(moved, 38, 20)).toEqual([99, 99, 99]);
    expect(pixel(moved, 4, 20)).toEqual(pixel(picture.rgb, 4, 20));
    expect(pixel(moved, 30, 4)).toEqual(pixel(picture.rgb, 30, 4));
  });

  it('moves what was pasted', () => {
    const picture = smoothPicture();
    const moving = movingPicture(picture, everywhere);
    const rectangle = { x: 16, y: 16, width: 8, height: 8 };
    moving.draw({ ...still, yaw: 1 });
    moving.paste(rectangle, new Uint8Array(3 * 64).fill(250));
    const moved = moving.draw({ ...still, yaw: 2 });
    expect([...moved.subarray(3 * (20 * width + 16), 3 * (20 * width + 16) + 3)]).toEqual([250, 250, 250]);
    expect(moved[3 * (20 * width + 13)]).not.toBe(250);
    expect(moved[3 * (20 * width + 14)]).toBe(250);
    expect(moved[3 * (20 * width + 22)]).not.toBe(250);
  });

  it('draws the same pose twice alike', () => {
    const moving = movingPicture(texturedPicture(), everywhere);
    const pose = { ...still, yaw: 1.375 };
    const first = moving.draw(pose);
    moving.draw({ ...still, yaw: 5 });
    expect(Buffer.compare(first, moving.draw(pose))).toBe(0);
  });
});
