import { describe, expect, it } from 'vitest';
import { smallPortrait } from '../../../test/fixtures/bundled-portraits.js';
import { decodePicture } from '../picture/decode-picture.js';
import { toRgb } from '../picture/planes.js';
import { preparePortrait, type Portrait } from '../portrait/portrait.js';
import { runNetwork } from '../inference/run-network.js';
import { poseAtRest, type Pose } from '../motion/pose.js';
import { Kernel } from './kernel/kernel.js';
import { MovingPortrait } from './moving-portrait.js';
import { prepareScene } from './prepare-scene.js';

const limits = { maxPixels: 1e6, background: '#ffffff' };

async function portraitOf(id: string, side = 448): Promise<Portrait> {
  const { bytes, face } = await smallPortrait(id, side);
  return preparePortrait(await decodePicture(bytes, limits), face);
}

/** A function that draws a pose: the red of a pixel of the picture, inside the region that changes. */
function drawn(portrait: MovingPortrait, pose: Partial<Pose>): (x: number, y: number) => number {
  const planes = new Uint8Array(portrait.frameBytes);
  portrait.draw({ pose: { ...poseAtRest, ...pose } }, planes);
  const { x: left, y: top, width, height } = portrait.region;
  const rgb = toRgb({ planes, width, height });
  return (x, y) => rgb[3 * ((y - top) * width + x - left)] ?? NaN;
}

/** An engine whose mouths are shown as they were drawn. */
const noDetail = { drawMouths: () => Promise.resolve({ drawn: new Uint8Array() }) };

describe('prepareScene', () => {
  it('finds both eyes of a portrait, which can be closed', async () => {
    const prepared = await prepareScene(noDetail, runNetwork, await portraitOf('alice'), {
      blink: 1,
      head: 0,
      breath: 0,
    });
    expect(prepared.lacksEyes).toBe(false);
    expect(prepared.scene.eyes).toHaveLength(2);
    const portrait = new MovingPortrait(Kernel.load(), prepared.scene);
    const [open, closed] = [drawn(portrait, {}), drawn(portrait, { lids: 1 })];
    for (const { frame } of prepared.scene.eyes) {
      const [u, v] = [frame.across, frame.down];
      // Pupil, iris, and lashes are much darker than skin.
      const dark = (at: (x: number, y: number) => number) => {
        let count = 0;
        for (let row = 20; row < 44; row++) {
          for (let column = 20; column < 60; column++) {
            const x = frame.origin[0] + column * u[0] + row * v[0];
            const y = frame.origin[1] + column * u[1] + row * v[1];
            if (at(Math.floor(x), Math.floor(y)) < 90) count++;
          }
        }
        return count;
      };
      expect(dark(closed)).toBeLessThan(0.4 * dark(open));
    }
  });

  it('says that a portrait whose eyes are covered does not blink', async () => {
    const portrait = await portraitOf('mei');
    const { picture, face } = portrait;
    const rgb = Buffer.from(picture.rgb);
    // A bandage from the forehead to the nose.
    rgb.fill(200, 3 * picture.width * face.box.y, 3 * picture.width * (face.box.y + face.box.height / 2));
    const covered = await preparePortrait({ ...picture, rgb }, face);
    const { scene, lacksEyes } = await prepareScene(noDetail, runNetwork, covered, {
      blink: 1,
      head: 0,
      breath: 0,
    });
    expect({ eyes: scene.eyes, lacksEyes }).toEqual({ eyes: [], lacksEyes: true });
  });

  it('says that a portrait whose eyes lie outside of the picture does not blink', async () => {
    const { picture, face } = await portraitOf('mei');
    const top = 2 * Math.round((face.box.y + 0.6 * face.box.height) / 2);
    const height = picture.height - top;
    const cut = await preparePortrait(
      { width: picture.width, height, rgb: picture.rgb.subarray(3 * top * picture.width) },
      {
        box: { ...face.box, y: 0, height: face.box.y + face.box.height - top },
        wholeBox: { ...face.box, y: face.box.y - top },
        mouth: face.mouth.map(([x, y]) => [x, y - top]),
      },
    );
    const { lacksEyes } = await prepareScene(noDetail, runNetwork, cut, { blink: 1, head: 1, breath: 0 });
    expect(lacksEyes).toBe(true);
  });

  it('turns the face against the background', async () => {
    const portrait = await portraitOf('henry');
    const { scene } = await prepareScene(noDetail, runNetwork, portrait, { blink: 0, head: 1, breath: 0 });
    const moving = new MovingPortrait(Kernel.load(), scene);
    const [rest, turned] = [drawn(moving, {}), drawn(moving, { yaw: 0.05 })];
    const meanChange = (left: number, top: number, size: number) => {
      let sum = 0;
      for (let y = top; y < top + size; y++)
        for (let x = left; x < left + size; x++) sum += Math.abs(rest(x, y) - turned(x, y));
      return sum / size ** 2;
    };
    const { box } = portrait.face;
    const { region } = moving;
    expect(meanChange(box.x + Math.round(box.width / 4), box.y, Math.round(box.width / 2))).toBeGreaterThan(
      3,
    );
    // The corner of the region shows the wall.
    expect(meanChange(region.x, region.y, 12)).toBeLessThan(1);
  });
});
