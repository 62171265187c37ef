import { describe, expect, it } from 'vitest';
import { smallPortrait } from '../../../test/fixtures/bundled-portraits.js';
import { decodePicture } from '../picture/decode-picture.js';
import { preparePortrait, type Portrait } from '../portrait/portrait.js';
import { runNetwork } from '../inference/run-network.js';
import { prepareMotion } from './prepare-motion.js';

const limits = { maxPixels: 1e6, background: '#ffffff' };

async function portraitOf(id: string, side = 448): Promise<Portrait> {
  const { bytes, face } = await smallPortrait(id, side);
  return preparePortrait(await decodePicture(bytes, limits), face);
}

/** Pixels in the middle of an eye that are much darker than skin: pupil, iris, and lashes. */
function darkPixels(rgb: Uint8Array, { width, height }: { width: number; height: number }): number {
  let dark = 0;
  for (let row = Math.round(height * 0.3); row < height * 0.7; row++) {
    for (let column = Math.round(width * 0.25); column < width * 0.75; column++)
      if ((rgb[3 * (row * width + column)] ?? 0) < 90) dark++;
  }
  return dark;
}

describe('prepareMotion', () => {
  it('finds both eyes of a portrait, and closes them', async () => {
    const portrait = await portraitOf('alice');
    const { eyes, lacksEyes, picture } = await prepareMotion(runNetwork, portrait, {
      blink: 1,
      head: 0,
      breath: 0,
    });
    expect(lacksEyes).toBe(false);
    expect(eyes).toHaveLength(2);
    const [left, right] = eyes;
    expect(left?.rectangle.x).toBeLessThan(right?.rectangle.x ?? 0);
    for (const { pictures, rectangle } of eyes) {
      expect(pictures).toHaveLength(17);
      expect(pictures[0]).toHaveLength(3 * rectangle.width * rectangle.height);
      const [open, closed] = [pictures[0], pictures[16]];
      if (!open || !closed) throw new RangeError('positions are missing');
      expect(darkPixels(closed, rectangle)).toBeLessThan(0.4 * darkPixels(open, rectangle));
      expect(rectangle.y).toBeGreaterThanOrEqual(picture.region.y);
    }
  });

  it('says that a portrait whose eyes are covered does not blink', async () => {
    const portrait = await portraitOf('mei');
    const { picture, face } = portrait;
    const rgb = Buffer.from(picture.rgb);
    // A bandage from the forehead to the nose.
    rgb.fill(200, 3 * picture.width * face.box.y, 3 * picture.width * (face.box.y + face.box.height / 2));
    const covered = await preparePortrait({ ...picture, rgb }, face);
    const { eyes, lacksEyes } = await prepareMotion(runNetwork, covered, { blink: 1, head: 0, breath: 0 });
    expect({ eyes, lacksEyes }).toEqual({ eyes: [], lacksEyes: true });
  });

  it('turns the face against the background', async () => {
    const portrait = await portraitOf('henry');
    const { picture } = await prepareMotion(runNetwork, portrait, { blink: 0, head: 1, breath: 0 });
    const pose = { yaw: 0, pitch: 0, roll: 0, lids: 0, breath: 0 };
    const [rest, turned] = [picture.draw(pose), picture.draw({ ...pose, yaw: 0.05 })];
    const { region } = picture;
    const meanChange = (x: number, y: number, size: number) => {
      let sum = 0;
      for (let row = y - region.y; row < y - region.y + size; row++) {
        for (
          let index = 3 * (row * region.width + x - region.x), end = index + 3 * size;
          index < end;
          index++
        )
          sum += Math.abs((rest[index] ?? 0) - (turned[index] ?? 0));
      }
      return sum / (3 * size * size);
    };
    const { box } = portrait.face;
    expect(meanChange(box.x + Math.round(box.width / 4), box.y, Math.round(box.width / 2))).toBeGreaterThan(
      3,
    );
    // The corner of the region shows the wall.
    expect(meanChange(region.x, region.y, 12)).toBeLessThan(1);
  });
});
