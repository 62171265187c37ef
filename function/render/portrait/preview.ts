import type { Face } from '../face/face.js';
import type { Rectangle } from '../picture/geometry.js';
import type { Portrait } from './portrait.js';
import { rawPicture } from '../picture/raw-picture.js';

/** Draws a PNG of the portrait with its crop box, and the mouth mask as a tint. */
export async function drawPreview({ picture, face, patch, mask }: Portrait): Promise<Buffer> {
  const { width, height, rgb } = picture;
  const frame = `<svg xmlns="http://www.w3.org/2000/svg" width="${String(width)}" height="${String(height)}">
    <rect ${boxAttributes(face)}
      fill="none" stroke="#00c2ff" stroke-width="${String(Math.max(2, Math.round(face.box.width / 120)))}"/></svg>`;
  const tint = Buffer.alloc(mask.length * 4);
  for (const [pixel, weight] of mask.entries()) {
    tint.set([255, 0, 128, Math.round(150 * weight)], pixel * 4);
  }
  const tintInput = { raw: { width: patch.width, height: patch.height, channels: 4 as const } };
  return rawPicture({ rgb, width, height })
    .composite([
      { input: tint, ...tintInput, left: patch.x, top: patch.y },
      { input: Buffer.from(frame), left: 0, top: 0 },
    ])
    .png()
    .toBuffer();
}

/** The place of the box in an SVG picture. */
function boxAttributes({ box, tiltedBox }: Pick<Face, 'box' | 'tiltedBox'>): string {
  const place = ({ x, y, width, height }: Rectangle) =>
    `x="${String(x)}" y="${String(y)}" width="${String(width)}" height="${String(height)}"`;
  if (!tiltedBox) return place(box);
  const { center, width, height, degrees } = tiltedBox;
  const [x, y] = [center[0] - width / 2, center[1] - height / 2];
  return `${place({ x, y, width, height })} transform="rotate(${[degrees, ...center].join(' ')})"`;
}
