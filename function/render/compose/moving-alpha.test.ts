import sharp from 'sharp';
import { expect, test } from 'vitest';
import { portraitWithContours } from '../../../test/fixtures/portrait-with-contours.js';
import { poseAtRest } from '../motion/pose.js';
import { withRegion } from '../picture/planes.js';
import type { WindowMap } from '../portrait/window-map.js';
import { Kernel } from './kernel/kernel.js';
import { MovingPortrait } from './moving-portrait.js';

/** The alpha of the drawn face without what is around it. */
async function alphaPortrait(): Promise<MovingPortrait> {
  const { picture, contours } = await portraitWithContours();
  const { width, height } = picture;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${String(width)}" height="${String(height)}">
    <rect width="100%" height="100%" fill="#000"/><ellipse cx="120" cy="150" rx="92" ry="128" fill="#fff"/></svg>`;
  const rgb = await sharp(Buffer.from(svg)).removeAlpha().raw().toBuffer();
  const patch = { x: 60, y: 180, width: 120, height: 80 };
  const mask = new Float32Array(patch.width * patch.height).fill(1);
  const window: WindowMap = { origin: [-30, -90], across: [0.5, 0], down: [0, 0.5] };
  const scene = { picture: { width, height, rgb }, patch, mask, window, eyes: [], lids: [] };
  return new MovingPortrait(Kernel.load(), { ...scene, jaw: contours });
}

/** How many rows of the middle column are opaque. */
function opaqueRows(portrait: MovingPortrait, jaw: number): number {
  const frame = new Uint8Array(portrait.frameBytes);
  expect(portrait.draw({ pose: poseAtRest, jaw }, frame)).toBe(jaw);
  const { planes, width, height } = withRegion(portrait.picture, portrait.region, frame);
  const luma = Array.from({ length: height }, (_, row) => planes[row * width + width / 2] ?? 0);
  return luma.reduce((rows, value) => rows + (value - 16) / 219, 0);
}

test('the alpha of a portrait goes down with its jaw, and returns', async () => {
  const portrait = await alphaPortrait();
  const atRest = opaqueRows(portrait, 0);
  expect(opaqueRows(portrait, 6) - atRest).toBeGreaterThan(3);
  expect(opaqueRows(portrait, 6) - atRest).toBeLessThan(7);
  const frame = new Uint8Array(portrait.frameBytes);
  portrait.draw({ pose: poseAtRest }, frame);
  const { planes } = withRegion(portrait.picture, portrait.region, frame);
  expect(Buffer.compare(planes, portrait.picture.planes)).toBe(0);
});
