import { cutOpen } from '../picture/cut-picture.js';
import { faceChannels, faceSize } from '../face/face-geometry.js';
import type { PortraitTensors } from './portrait-tensors.js';
import type { Rectangle } from '../picture/geometry.js';
import type { Picture } from '../picture/decode-picture.js';
import { toneOf } from '../picture/tone.js';

/** Scales the face box of a picture down to what the networks see. */
export async function faceTensors(picture: Picture, box: Rectangle): Promise<PortraitTensors> {
  const crop = await cropForNetwork(picture, box);
  return { crop, tone: toneOf(crop.subarray(crop.length / 2)) };
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
