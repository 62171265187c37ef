import { describe, expect, test } from 'vitest';
import { cutOutPerson } from './cut-out-person.js';
import { plainBackground } from './plain-background.js';

const side = 128;
const wall = [220, 210, 200] as const;
const hair = [60, 40, 30] as const;

/** How far a place is inside of a disk in the middle, in pixels. */
const depth = (column: number, row: number) => 40 - Math.hypot(column - 63.5, row - 63.5);
/** The true share: an edge that is four pixels wide. */
const trueShare = (pixel: number) => {
  const inside = depth(pixel % side, Math.floor(pixel / side));
  return Math.min(1, Math.max(0, 0.5 + inside / 4));
};

/** A disk before a wall that gets darker to the right. */
function disk() {
  const rgb = Buffer.alloc(3 * side * side);
  const shares = new Float32Array(side * side);
  for (let pixel = 0; pixel < side * side; pixel++) {
    const share = trueShare(pixel);
    const light = 1 - (pixel % side) / side / 4;
    for (let channel = 0; channel < 3; channel++)
      rgb[3 * pixel + channel] = share * (hair[channel] ?? 0) + (1 - share) * light * (wall[channel] ?? 0);
    // The network sees it roughly: blurred, and a few pixels too large.
    shares[pixel] = Math.min(1, Math.max(0, 0.7 + depth(pixel % side, Math.floor(pixel / side)) / 16));
  }
  return { picture: { width: side, height: side, rgb }, shares };
}

describe('cutOutPerson', () => {
  const { picture, shares } = disk();
  const rgba = cutOutPerson(picture, { shares, isNearHead: () => false });
  const pixels = Array.from({ length: side * side }, (_, pixel) => pixel);

  test('finds the share of each pixel of an edge', () => {
    const errors = pixels.map((pixel) => Math.abs((rgba[4 * pixel + 3] ?? 0) / 255 - trueShare(pixel)));
    expect(Math.max(...errors)).toBeLessThan(0.12);
    expect(rgba[3]).toBe(0);
    expect(rgba[4 * (side * 64 + 64) + 3]).toBe(255);
  });

  test.each([0, 255])('shows nothing of the wall before a background of %d', (behind) => {
    const errors = pixels.flatMap((pixel) => {
      const [found, share] = [(rgba[4 * pixel + 3] ?? 0) / 255, trueShare(pixel)];
      return hair.map((value, channel) => {
        const seen = found * (rgba[4 * pixel + channel] ?? 0) + (1 - found) * behind;
        return Math.abs(seen - share * value - (1 - share) * behind);
      });
    });
    expect(Math.max(...errors)).toBeLessThan(24);
  });
});

test('plainBackground ignores what is not background', () => {
  const { picture } = disk();
  const known = new Uint8Array(side * side);
  // All but the left half of the disk.
  for (let pixel = 0; pixel < known.length; pixel++)
    known[pixel] = pixel % side < 64 && trueShare(pixel) > 0 ? 0 : 1;
  const [r = 0, g = 0, b = 0] = plainBackground(picture, known)?.(80, 64) ?? [];
  const light = 1 - 80 / side / 4;
  expect([r, g, b].map((value, channel) => Math.abs(value - light * (wall[channel] ?? 0)) < 6)).toEqual([
    true,
    true,
    true,
  ]);
});

test('plainBackground says nothing without any background', () => {
  expect(plainBackground(disk().picture, new Uint8Array(side * side))).toBeUndefined();
});
