import { cutOpen, cutPicture } from '../picture/cut-picture.js';
import { detailTensors } from './detail-tensors.js';
import { computedWindow, faceChannels, faceSize, mouthWindow } from '../face/face-geometry.js';
import { type Rectangle, spanLength } from '../picture/geometry.js';
import type { PortraitTensors } from './portrait-tensors.js';
import { networkBox, type Face } from '../face/face.js';
import { mouthMask } from './mouth-mask.js';
import type { Picture } from '../picture/decode-picture.js';
import { resamplingMatrix, transpose } from '../picture/resampling.js';
import { toneOf } from '../picture/tone.js';

/**
 * Prepares the network's inputs from a picture.
 * @param patch the part of the picture that the network draws
 */
export async function faceTensors(picture: Picture, face: Face, patch: Rectangle): Promise<PortraitTensors> {
  const box = networkBox(face);
  const { width, height } = patch;
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
    pixels: width,
    scale: perColumn,
    origin: (patch.x - box.x) * perColumn,
  });
  const crop = await cropForNetwork(picture, box);
  const basePatch = planes(await cutPicture(picture, patch).raw().toBuffer(), width * height);
  return {
    width,
    height,
    crop,
    rowMatrix: resamplingMatrix(rows, mouthWindow.rows, {
      pixels: height,
      scale: perRow,
      origin: (patch.y - box.y) * perRow,
    }),
    columnMatrix: transpose(columnMatrix, width, spanLength(columns)),
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
