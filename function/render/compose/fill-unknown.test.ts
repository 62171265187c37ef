import { expect, it } from 'vitest';
import { fillUnknown } from './fill-unknown.js';

it('keeps what is known and fills a hole with the color around it', () => {
  const [width, height] = [32, 24];
  const rgb = new Uint8Array(3 * width * height);
  const known = new Uint8Array(width * height).fill(1);
  for (let pixel = 0; pixel < width * height; pixel++) rgb.set([40, 80, 120], 3 * pixel);
  for (let row = 8; row < 16; row++) {
    for (let column = 10; column < 20; column++) {
      known[row * width + column] = 0;
      rgb.set([255, 0, 0], 3 * (row * width + column));
    }
  }
  const filled = fillUnknown(rgb, known, { width, height });
  const expected = new Uint8Array(filled.length).map((_, index) => [40, 80, 120][index % 3] ?? 0);
  expect(Buffer.compare(filled, expected)).toBe(0);
});

it('passes from one side of a hole to the other', () => {
  const [width, height] = [64, 8];
  const rgb = new Uint8Array(3 * width * height);
  const known = new Uint8Array(width * height);
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const pixel = row * width + column;
      known[pixel] = column < 24 || column >= 40 ? 1 : 0;
      rgb.fill(column < 32 ? 20 : 220, 3 * pixel, 3 * pixel + 3);
    }
  }
  const filled = fillUnknown(rgb, known, { width, height });
  const line = Array.from({ length: 18 }, (_, index) => filled[3 * (4 * width + 23 + index)] ?? 0);
  expect(line[0]).toBe(20);
  expect(line[17]).toBe(220);
  expect(line.toSorted((a, b) => a - b)).toEqual(line);
  expect(line[8]).toBeGreaterThan(60);
  expect(line[8]).toBeLessThan(180);
});

it('leaves a picture black of which nothing is known', () => {
  const filled = fillUnknown(new Uint8Array(3 * 64).fill(200), new Uint8Array(64), { width: 8, height: 8 });
  expect(Math.max(...filled)).toBe(0);
});
