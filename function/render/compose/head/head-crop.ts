import type { Rectangle } from '../../picture/geometry.js';
import type { Picture } from '../../picture/decode-picture.js';
import { cutOpen } from '../../picture/cut-picture.js';

/** Pixels across the crop that the head network sees. */
export const headCropSide = 128;

/** The face box's share of the crop, in either direction: the rest is hair, neck, and shoulders. */
const boxShare = 76 / 192;

/** The part of the picture's plane that the head network sees; it may reach beyond the picture. */
export function headCrop({ x, y, width, height }: Rectangle): Rectangle {
  const whole = { width: Math.round(width / boxShare), height: Math.round(height / boxShare) };
  return {
    x: Math.round(x + width / 2 - whole.width / 2),
    y: Math.round(y + height / 2 - whole.height / 2),
    ...whole,
  };
}

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
