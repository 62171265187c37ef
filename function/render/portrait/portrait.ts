import { cutOpen, cutPicture } from './cut-picture.js';
import { detailTensors, type DetailTensors } from '../detail/detail-tensors.js';
import { computedWindow, faceChannels, faceSize, mouthWindow, spanLength } from '../face-geometry.js';
import { networkBox, type Face, type Rectangle } from './face.js';
import { mouthMask, patchRectangle } from './mouth-mask.js';
import type { Picture } from './decode-picture.js';
import { resamplingMatrix, transpose } from './resampling.js';
import { toneOf, type Tone } from './tone.js';

/** A portrait, prepared for the network and the video. */
export interface Portrait {
  readonly picture: Picture;
  readonly face: Face;
  /** The part of the picture that changes while the portrait speaks; even position and size. */
  readonly patch: Rectangle;
  /** `[1, 6, 96, 96]` BGR 0..1: the crop with its lower half blanked, then the whole crop. */
  readonly crop: Float32Array;
  /** `[patch.height, rows]` and `[columns, patch.width]`: from the mouth window to the patch. */
  readonly rowMatrix: Float32Array;
  readonly columnMatrix: Float32Array;
  /** `[patch.height, patch.width]`, 0..1 */
  readonly mask: Float32Array;
  /** `[3, patch.height, patch.width]` RGB 0..255: the portrait's own pixels. */
  readonly basePatch: Float32Array;
  readonly tone: Tone;
  readonly detail: DetailTensors;
}

/** Cuts out of a picture everything that the network and the video need. */
export async function preparePortrait(picture: Picture, face: Face): Promise<Portrait> {
  const box = networkBox(face);
  const patch = patchRectangle(face.mouth, box, picture);
  const perRow = faceSize / box.height;
  const perColumn = faceSize / box.width;
  const { rows, columns } = computedWindow;
  const computed = {
    rows: { from: box.y + mouthWindow.rows.from / perRow, to: box.y + mouthWindow.rows.to / perRow },
    columns: {
      from: box.x + mouthWindow.columns.from / perColumn,
      to: box.x + mouthWindow.columns.to / perColumn,
    },
  };
  const columnMatrix = resamplingMatrix(columns, mouthWindow.columns, {
    pixels: patch.width,
    scale: perColumn,
    origin: (patch.x - box.x) * perColumn,
  });
  const crop = await cropForNetwork(picture, box);
  const basePatch = planes(await cutPicture(picture, patch).raw().toBuffer(), patch.width * patch.height);
  return {
    picture,
    face,
    patch,
    crop,
    rowMatrix: resamplingMatrix(rows, mouthWindow.rows, {
      pixels: patch.height,
      scale: perRow,
      origin: (patch.y - box.y) * perRow,
    }),
    columnMatrix: transpose(columnMatrix, patch.width, spanLength(columns)),
    mask: await mouthMask(face, patch, computed),
    basePatch,
    tone: toneOf(crop.subarray(crop.length / 2)),
    detail: detailTensors(basePatch, patch, box),
  };
}

async function cropForNetwork(picture: Picture, box: Rectangle): Promise<Float32Array> {
  const rgb = await (
    await cutOpen(picture, box)
  )
    .resize(faceSize, faceSize, { fit: 'fill', kernel: 'linear' })
    .raw()
    .toBuffer();
  const plane = faceSize * faceSize;
  const crop = new Float32Array(faceChannels * plane);
  for (const [index, value] of rgb.entries()) {
    const channel = 2 - (index % 3);
    const pixel = Math.floor(index / 3);
    crop[(3 + channel) * plane + pixel] = value / 255;
    if (pixel < plane / 2) crop[channel * plane + pixel] = value / 255;
  }
  return crop;
}

/** `[pixels, 3]` bytes to `[3, pixels]` numbers. */
function planes(rgb: Buffer, pixels: number): Float32Array {
  const separated = new Float32Array(rgb.length);
  for (const [index, value] of rgb.entries()) separated[(index % 3) * pixels + Math.floor(index / 3)] = value;
  return separated;
}
