import type { Rectangle } from '../../picture/geometry.js';
import type { Picture } from '../../picture/decode-picture.js';
import { cutOpen } from '../../picture/cut-picture.js';
import { headCropSide } from './head-crop.js';

/** Scales the crop to the network's input, `[3, 128, 128]` RGB 0..1. */
export async function headPixels(picture: Picture, crop: Rectangle): Promise<Float32Array> {
  const rgb = await (
    await cutOpen(picture, crop)
  )
    .resize(headCropSide, headCropSide, { fit: 'fill', kernel: 'linear' })
    .raw()
    .toBuffer();
  const plane = headCropSide * headCropSide;
  const pixels = new Float32Array(3 * plane);
  for (let pixel = 0; pixel < plane; pixel++) {
    for (let channel = 0; channel < 3; channel++)
      pixels[channel * plane + pixel] = (rgb[3 * pixel + channel] ?? 0) / 255;
  }
  return pixels;
}
