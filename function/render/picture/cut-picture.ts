import type { Sharp } from 'sharp';
import type { Picture } from './decode-picture.js';
import type { Rectangle } from './geometry.js';
import { rawPicture } from './raw-picture.js';

/** Cuts out a rectangle that may reach beyond the picture; there, the outermost pixels repeat. */
export async function cutOpen(picture: Picture, { x, y, width, height }: Rectangle): Promise<Sharp> {
  const outside = {
    left: Math.max(0, -x),
    top: Math.max(0, -y),
    right: Math.max(0, x + width - picture.width),
    bottom: Math.max(0, y + height - picture.height),
  };
  const inside = {
    x: x + outside.left,
    y: y + outside.top,
    width: width - outside.left - outside.right,
    height: height - outside.top - outside.bottom,
  };
  const visible = cutPicture(picture, inside);
  if (Object.values(outside).every((side) => side === 0)) return visible;
  const rgb = await visible
    .extend({ ...outside, extendWith: 'copy' })
    .raw()
    .toBuffer();
  return rawPicture({ rgb, width, height });
}

/** Cuts out a rectangle. */
function cutPicture({ rgb, width, height }: Picture, { x, y, ...size }: Rectangle): Sharp {
  return rawPicture({ rgb, width, height }).extract({
    left: x,
    top: y,
    ...size,
  });
}
