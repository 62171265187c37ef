import sharp, { type Sharp } from 'sharp';

/** A decoded picture as input of sharp. Its size was checked when it was decoded. */
export function rawPicture({
  rgb,
  width,
  height,
}: {
  readonly rgb: Buffer;
  readonly width: number;
  readonly height: number;
}): Sharp {
  return sharp(rgb, { raw: { width, height, channels: 3 }, limitInputPixels: false });
}
