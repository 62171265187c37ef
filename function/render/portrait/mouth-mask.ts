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
  const margin = feather * box.width;
  const range = (values: readonly number[], limit: number) => {
    const from = evenDown(Math.max(0, Math.min(...values) - margin));
    const to = Math.min(limit, evenUp(Math.max(...values) + margin));
    return [from, to - from] as const;
  };
  const [x, width] = range(
    outline.map(([px]) => px),
    picture.width,
  );
  const [y, height] = range(
    outline.map(([, py]) => py),
    picture.height,
  );
  return { x, y, width, height };
}

function evenDown(value: number): number {
  return 2 * Math.floor(value / 2);
}

function evenUp(value: number): number {
  return 2 * Math.ceil(value / 2);
}
