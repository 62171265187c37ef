import { expect, test } from 'vitest';
import { inside, outside, psnr } from '../../../test/fixtures/image-error.js';
import { centeredFace, paintedPicture } from '../../../test/fixtures/pictures.js';
import { noiseMels } from '../../../test/fixtures/reference-network.js';
import { tiltedPicture, tiltedPortrait } from '../../../test/fixtures/tilted-portrait.js';
import { tinyModel } from '../../../test/fixtures/tiny-model.js';
import { Wav2LipSession } from '../inference/session.js';
import { poseAtRest } from '../motion/pose.js';
import type { Picture } from '../picture/decode-picture.js';
import { toRgb, withRegion } from '../picture/planes.js';
import { preparePortrait, type Portrait } from '../portrait/portrait.js';
import { Kernel } from './kernel/kernel.js';
import { MovingPortrait } from './moving-portrait.js';
import { stillScene } from './prepare-scene.js';

const picture = paintedPicture(256, 256);
const face = centeredFace(picture);
const side = 340;

test.each([
  [35, false],
  [-20, false],
  [35, true],
])('a head tilted by %i° speaks like the upright one, detail: %s', async (degrees, detail) => {
  const session = await Wav2LipSession.load(tinyModel().graphs, { threads: 1, detail });
  const frameOf = async (portrait: Portrait): Promise<Picture> => {
    await session.setPortrait(portrait.tensors);
    const mouth = { ...(await session.drawMouths(noiseMels(1))), strength: 1 };
    const moving = new MovingPortrait(Kernel.load(), await stillScene(session, portrait));
    const planes = new Uint8Array(moving.frameBytes);
    moving.draw({ pose: poseAtRest, mouth }, planes);
    const { width, height } = moving.picture;
    return { width, height, rgb: toRgb(withRegion(moving.picture, moving.region, planes)) };
  };
  const upright = await frameOf(await preparePortrait(picture, face));
  const turned = tiltedPortrait(picture, face, degrees, side);
  const portrait = await preparePortrait(turned.picture, turned.face);
  const expected = tiltedPicture(upright, degrees, side);
  const found = await frameOf(portrait);

  const mouth = inside(portrait.patch);
  expect(psnr(found.rgb, expected.rgb, side, mouth)).toBeGreaterThan(detail ? 30 : 34);
  expect(psnr(found.rgb, turned.picture.rgb, side, mouth)).toBeLessThan(detail ? 33 : 24);
  expect(psnr(found.rgb, turned.picture.rgb, side, outside(portrait.patch))).toBeGreaterThan(40);
  if (detail) return session.release();
  // Without the tilt, the network sees a tilted face, and draws a level mouth.
  const { box, mouth: outline } = turned.face;
  const drawnLevel = await frameOf(await preparePortrait(turned.picture, { box, mouth: outline }));
  expect(psnr(drawnLevel.rgb, expected.rgb, side, mouth)).toBeLessThan(28);
  await session.release();
});
