import type { Picture } from '../picture/decode-picture.js';
import type { Point } from '../picture/geometry.js';
import { lipOutline, tiltDegrees, type FaceMesh } from './face-mesh.js';
import { pictureToView, sampleView } from '../picture/square-view.js';

const size = 64;
/** The sampled square, relative to the width of the mouth. */
const viewSide = 1.7;
/** In a darker picture, lips cannot be told from skin. */
const minLuma = 20;
/** Visible lips meet in a line that is darker than the skin by a fifth or more. */
const minDip = 0.1;
/** Visible lips have a larger share of red than the skin around them. */
const minRedness = 0.01;

/** Teeth are brighter than the skin by this share, and more in small pictures than the lips are dark. */
const minTeeth = 0.2;

/**
 * Whether something covers the mouth, such as a mask, a hand, or a microphone: where the mesh has lips,
 * there is neither a dark line nor a reddish color, and in an open mouth there are no teeth either.
 * @param isOpen whether the lips are parted, and their inside is seen
 */
export function isMouthCovered(picture: Picture, mesh: FaceMesh, isOpen: boolean): boolean {
  const outline = lipOutline(mesh);
  const [left, right] = [extreme(outline, 0, Math.min), extreme(outline, 0, Math.max)];
  const [top, bottom] = [extreme(outline, 1, Math.min), extreme(outline, 1, Math.max)];
  const degrees = tiltDegrees(mesh);
  const center: Point = [(left + right) / 2, (top + bottom) / 2];
  const view = { center, side: viewSide * Math.max(right - left, 1), degrees };
  const samples = sampleView(picture, view, size);
  const lips = outline.map(pictureToView(view, size));
  const upper = Math.max(0, Math.floor(extreme(lips, 1, Math.min)));
  const lower = Math.min(size - 1, Math.ceil(extreme(lips, 1, Math.max)));
  const rows = Array.from({ length: size }, (_, row) => meanLuma(samples, row));
  const around = ((rows[Math.max(0, upper - 4)] ?? 0) + (rows[Math.min(size - 1, lower + 4)] ?? 0)) / 2;
  if (around < minLuma) return false;
  const inside = rows.slice(upper, lower + 1);
  const dip = (around - Math.min(...inside)) / around;
  if (dip >= minDip || (isOpen && Math.max(...inside) >= (1 + minTeeth) * around)) return false;
  return redness(samples, lips, upper, lower) < minRedness;
}

function extreme(points: readonly Point[], axis: 0 | 1, pick: (...values: number[]) => number): number {
  return pick(...points.map((point) => point[axis]));
}

/** Mean luma of the middle quarter of a row, 0..255. */
function meanLuma(samples: Uint8Array, row: number): number {
  let sum = 0;
  for (let column = 24; column < 40; column++) {
    const at = (row * size + column) * 3;
    sum += 0.3 * (samples[at] ?? 0) + 0.59 * (samples[at + 1] ?? 0) + 0.11 * (samples[at + 2] ?? 0);
  }
  return sum / 16;
}

/** How much larger the share of red is in the lips than beside them. */
function redness(samples: Uint8Array, lips: readonly Point[], upper: number, lower: number): number {
  const sums = { inside: 0, outside: 0 };
  const counts = { inside: 0, outside: 0 };
  for (let row = Math.max(0, upper - 8); row < Math.min(size, lower + 8); row++) {
    for (let column = 13; column < 51; column++) {
      const at = (row * size + column) * 3;
      const [red, green, blue] = [samples[at] ?? 0, samples[at + 1] ?? 0, samples[at + 2] ?? 0];
      const place = isInside(lips, column + 0.5, row + 0.5) ? 'inside' : 'outside';
      sums[place] += red / (red + green + blue + 1);
      counts[place]++;
    }
  }
  return sums.inside / Math.max(1, counts.inside) - sums.outside / Math.max(1, counts.outside);
}

function isInside(polygon: readonly Point[], x: number, y: number): boolean {
  let inside = false;
  let before = polygon.at(-1);
  for (const point of polygon) {
    const [ax, ay] = point;
    const [bx, by] = before ?? point;
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside;
    before = point;
  }
  return inside;
}
