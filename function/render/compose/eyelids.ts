import { colorAt } from '../picture/color-at.js';
import type { Picture } from '../picture/decode-picture.js';
import type { Rectangle } from '../picture/geometry.js';
import { cutPixels } from '../picture/cut-pixels.js';
import { eyeCrop, toCrop, toPicture, type EyeFrame } from './eye-crop.js';
import { sampleBilinear, type Plane } from '../picture/bilinear.js';
import { smoothStep } from '../numeric/smooth-step.js';

/** Positions of the lids, besides open, that are drawn ahead: a blink passes each in a few milliseconds. */
export const lidPositions = 16;

/** What the eyelid network says about an eye, for each position. */
export interface LidMotion {
  /** `[positions, 4, 64, 80]`: x and y of the upper and of the lower lid, pixels of the crop. */
  readonly flows: Float32Array;
  /** `[positions, 2, 64, 80]`, 0..1: how much the upper lid covers, and both. */
  readonly covers: Float32Array;
}

/** An eye at all positions of its lids. */
export interface DrawnEye {
  readonly rectangle: Rectangle;
  /** From the portrait's own pixels to closed, {@link lidPositions} steps: `[height, width, 3]` RGB. */
  readonly pictures: readonly Uint8Array[];
}

/**
 * The upper lid is taken from this many pixels of the crop higher up, so that its edge is the line of
 * the lashes and not the eye below.
 */
const raised = 0.7;

/** Over this share of the crop at each side, the drawn eye passes into the portrait. */
const feather = 0.12;

const plane = eyeCrop.width * eyeCrop.height;

/** Draws an eye at the portrait's own resolution, moved pixel by pixel. */
export function drawEye(picture: Picture, frame: EyeFrame, { flows, covers }: LidMotion): DrawnEye {
  const rectangle = bounds(frame, picture);
  const drawn = Array.from({ length: lidPositions }, (_, position) => {
    const planeOf = (values: Float32Array, channels: number, channel: number): Plane => ({
      values,
      first: (position * channels + channel) * plane,
      ...eyeCrop,
    });
    const flow = [0, 1, 2, 3].map((channel) => planeOf(flows, 4, channel));
    const cover = [0, 1].map((channel) => planeOf(covers, 2, channel));
    return drawPosition(picture, frame, rectangle, { flow, cover });
  });
  return { rectangle, pictures: [cutPixels(picture.rgb, picture.width, rectangle, 3), ...drawn] };
}

function drawPosition(
  picture: Picture,
  frame: EyeFrame,
  { x: left, y: top, width, height }: Rectangle,
  { flow, cover }: { readonly flow: readonly Plane[]; readonly cover: readonly Plane[] },
): Uint8Array {
  const pixels = new Uint8Array(width * height * 3);
  const sharpness = Math.max(1, Math.hypot(...frame.across));
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const [x, y] = [left + column + 0.5, top + row + 0.5];
      const [u, v] = toCrop(frame, [x, y]);
      const [upperX, upperY, lowerX, lowerY] = flow.map((values) => sampleBilinear(values, u, v));
      const [upper, both] = cover.map((values) => steeper(sampleBilinear(values, u, v), sharpness));
      const lift = raised * smoothStep(0.2, 1, Math.abs(upperY ?? 0));
      const upperPoint = toPicture(frame, u + (upperX ?? 0), v + (upperY ?? 0) - lift);
      const lowerPoint = toPicture(frame, u + (lowerX ?? 0), v + (lowerY ?? 0));
      const inside = edge(u / eyeCrop.width) * edge(v / eyeCrop.height);
      for (let channel = 0; channel < 3; channel++) {
        const own = picture.rgb[3 * ((top + row) * picture.width + left + column) + channel] ?? 0;
        const lower = mix(own, colorAt(picture, ...lowerPoint, channel), both ?? 0);
        const lids = mix(lower, colorAt(picture, ...upperPoint, channel), upper ?? 0);
        pixels[3 * (row * width + column) + channel] = Math.round(mix(own, lids, inside));
      }
    }
  }
  return pixels;
}

/** An edge that is as steep in the picture as it was in the crop. */
function steeper(cover: number, sharpness: number): number {
  return Math.min(1, Math.max(0, (cover - 0.5) * sharpness + 0.5));
}

function edge(share: number): number {
  return smoothStep(0, feather, Math.min(share, 1 - share));
}

function mix(a: number, b: number, share: number): number {
  return a + (b - a) * share;
}

/** The part of the picture around the crop. */
function bounds(frame: EyeFrame, picture: Picture): Rectangle {
  const { width, height } = eyeCrop;
  const corners = [toPicture(frame, 0, 0), toPicture(frame, width, 0)];
  corners.push(toPicture(frame, 0, height), toPicture(frame, width, height));
  const range = (values: readonly number[], limit: number) => {
    const from = Math.max(0, Math.floor(Math.min(...values)));
    return [from, Math.min(limit, Math.ceil(Math.max(...values))) - from] as const;
  };
  const [x, wide] = range(
    corners.map(([at]) => at),
    picture.width,
  );
  const [y, high] = range(
    corners.map(([, at]) => at),
    picture.height,
  );
  return { x, y, width: wide, height: high };
}
