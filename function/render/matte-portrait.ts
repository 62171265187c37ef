import sharp from 'sharp';
import { headCrop, headCropSide } from './compose/head/head-crop.js';
import { headPixels } from './compose/head/head-pixels.js';
import { findHeadFields } from './compose/motion-networks.js';
import { networkBox } from './face/face-geometry.js';
import type { RunNetwork } from './gpu/network-run.js';
import { sampleBilinear } from './picture/bilinear.js';
import { cutOutPerson } from './picture/cut-out/cut-out-person.js';
import { hasTransparency } from './picture/cut-out/transparency.js';
import type { Avatar } from './portrait/avatar.js';
import { findPortraitFace, type PortraitContext } from './portrait/load-portrait.js';

/** The share of a pixel beyond the network's crop: it may be either. */
const unseen = 0.5;

/** Around the middle of the forehead, in sizes of the face box: how far there may be hair that the network misses. */
const hairReach = { across: 1.3, down: 1.25 } as const;

/** What estimating an outline needs. */
interface MatteContext extends PortraitContext {
  readonly run: RunNetwork;
}

/**
 * Gives a portrait transparent pixels: those that do not show the person, as the head network estimates it.
 * A portrait that has some keeps its own.
 * @throws RenderError `portrait_unreadable`, `portrait_too_large`, `face_not_found`, `faces_several`,
 *   `inference_failed`
 */
export async function mattePortrait(avatar: Avatar, context: MatteContext): Promise<Avatar> {
  if (await hasTransparency(avatar.bytes)) return avatar;
  const { picture, face } = await findPortraitFace(avatar, context);
  const box = networkBox(face);
  const crop = headCrop(box);
  const { person } = await findHeadFields(context.run, await headPixels(picture, crop), crop);
  const plane = { values: person, first: 0, width: headCropSide, height: headCropSide };
  const { width, height } = picture;
  const shares = new Float32Array(width * height).fill(unseen);
  for (let row = Math.max(0, crop.y); row < Math.min(height, crop.y + crop.height); row++) {
    const y = ((row + 0.5 - crop.y) / crop.height) * headCropSide;
    for (let column = Math.max(0, crop.x); column < Math.min(width, crop.x + crop.width); column++) {
      const x = ((column + 0.5 - crop.x) / crop.width) * headCropSide;
      shares[row * width + column] = sampleBilinear(plane, x, y);
    }
  }
  const isNearHead = (column: number, row: number) => {
    const across = (column - box.x - box.width / 2) / (hairReach.across * box.width);
    const down = (row - box.y - box.height / 4) / (hairReach.down * box.height);
    return across * across + down * down < 1;
  };
  const bytes = await sharp(cutOutPerson(picture, { shares, isNearHead }), {
    raw: { width, height, channels: 4 },
    limitInputPixels: false,
  })
    .png({ compressionLevel: 1 })
    .toBuffer();
  return { ...avatar, bytes, face };
}
