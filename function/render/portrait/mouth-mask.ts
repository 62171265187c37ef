import sharp from 'sharp';
import { smoothStep } from '../numeric/smooth-step.js';
import type { Point, Rectangle, Span } from '../picture/geometry.js';
import { networkBox, type Face } from '../face/face.js';

/** Width of the feathered edge, relative to the width of the face box. */
export const feather = 0.06;

/**
 * How much of the drawn mouth is visible at each pixel of the patch: 1 inside the outline, 0 outside,
 * with a soft edge; 0 wherever the network computes nothing.
 * @param computed the part of the picture that the network computes
 * @returns `[patch.height, patch.width]`, 0..1
 */
export async function mouthMask(
  face: Face,
  patch: Rectangle,
  computed: { rows: Span; columns: Span },
): Promise<Float32Array> {
  const faceWidth = networkBox(face).width;
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
  const mask = new Float32Array(patch.width * patch.height);
  for (let row = 0; row < patch.height; row++) {
    const vertical = edge(patch.y + row + 0.5, computed.rows, ramp);
    for (let column = 0; column < patch.width; column++) {
      const index = row * patch.width + column;
      const horizontal = edge(patch.x + column + 0.5, computed.columns, ramp);
      mask[index] = ((soft[index] ?? 0) / 255) * vertical * horizontal;
    }
  }
  return mask;
}

/** Rises smoothly from 0 at either end of the span to 1 at a distance of `ramp` from it. */
function edge(position: number, { from, to }: Span, ramp: number): number {
  return smoothStep(0, ramp, Math.min(position - from, to - position));
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
