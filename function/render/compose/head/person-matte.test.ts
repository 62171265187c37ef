import { describe, expect, it } from 'vitest';
import { toYuv } from '../../picture/planes.js';
import { headCrop } from './head-crop.js';
import { personMatte } from './person-matte.js';

const [width, height] = [160, 160];
const box = { x: 56, y: 48, width: 48, height: 56 };
const crop = headCrop(box);

/** A bright wall with a dark floor, of which the network takes the middle for the person. */
function matted(share: number) {
  const rgb = Buffer.alloc(3 * width * height, 220);
  rgb.fill(90, 3 * width * 110);
  const matte = new Float32Array(128 * 128);
  for (let row = 40; row < 128; row++) matte.fill(share, row * 128 + 40, row * 128 + 88);
  const picture = toYuv({ width, height, rgb });
  return { own: picture.planes, ...personMatte(picture, matte, { crop, box }) };
}

describe('personMatte', () => {
  it('keeps the background exactly beside the person', () => {
    const { own, person, background } = matted(1);
    expect(person[8 * width + 8]).toBe(0);
    for (const [pixel, share] of person.entries())
      if (share === 0) expect(background.planes[pixel]).toBe(own[pixel]);
  });

  it('finds the person where the network is sure of it', () => {
    const { person } = matted(1);
    expect(person[76 * width + 80]).toBe(255);
  });

  it('never shows more of the background than the picture has, however unsure the network is', () => {
    const { own, person, background } = matted(0.12);
    let partly = 0;
    for (const [pixel, share] of person.entries()) {
      if (share > 0 && share < 255) partly++;
      expect(((255 - share) * (background.planes[pixel] ?? 0)) / 255).toBeLessThanOrEqual(own[pixel] ?? 0);
    }
    expect(partly).toBeGreaterThan(500);
  });
});
