import { boundingRectangle } from '../picture/bounding-rectangle.js';
import sharp from 'sharp';
import { smoothStep } from '../numeric/smooth-step.js';
import type { Point, Rectangle } from '../picture/geometry.js';
import type { Face } from '../face/face.js';
import { networkBox } from '../face/face-geometry.js';
import { windowSize } from './drawn-mouths.js';
import { toWindow, windowScale, type WindowMap } from './window-map.js';

/** Width of the feathered edge, relative to the width of the face box. */
const feather = 0.06;

/**
 * How much of the drawn mouth is visible at each pixel of the patch: 1 inside the outline, 0 outside,
 * with a soft edge; 0 beyond the window that the networks compute.
 * @returns `[patch.height, patch.width]`, 0..1
 */
export async function mouthMask(face: Face, patch: Rectangle, window: WindowMap): Promise<Float32Array> {
  const faceWidth = (face.tiltedBox ?? networkBox(face)).width;
  const sigma = (feather * faceWidth) / 3;
  const points = face.mouth.map(([x, y]) => `${String(x - patch.x)},${String(y - patch.y)}`).join(' ');
  const drawing = `<svg xmlns="http://www.w3.org/2000/svg" width="${String(patch.width)}" height="${String(patch.height)}">
    <rect width="100%" height="100%" fill="black"/><polygon points="${points}" fill="white"/></svg>`;
  const soft = await sharp(Buffer.from(drawing))
    .extractChannel(0)
    .blur(Math.max(0.3, sigma))
    .raw()
    .toBuffer();

  const ramp = feather * faceWidth;
  const scale = windowScale(window);
  const { across, down } = window;
  const [originX, originY] = toWindow(window, [patch.x + 0.5, patch.y + 0.5]);
  const mask = new Float32Array(patch.width * patch.height);
  for (let row = 0; row < patch.height; row++) {
    for (let column = 0; column < patch.width; column++) {
      const index = row * patch.width + column;
      const visible = soft[index] ?? 0;
      if (visible === 0) continue;
      // Without arrays: a large patch has half a million pixels.
      const x = originX + column * across[0] + row * down[0];
      const y = originY + column * across[1] + row * down[1];
      const horizontal = smoothStep(0, ramp, scale.column * Math.min(x, windowSize.width - x));
      const vertical = smoothStep(0, ramp, scale.row * Math.min(y, windowSize.height - y));
      mask[index] = (visible / 255) * vertical * horizontal;
    }
  }
  return mask;
}

/** The smallest even rectangle inside the picture that contains the outline and its feather. */
export function patchRectangle(
  outline: readonly Point[],
  box: Pick<Rectangle, 'width'>,
  picture: { width: number; height: number },
): Rectangle {
  return boundingRectangle(outline, picture, { marginPx: feather * box.width, multiple: 2 });
}
