import type { Picture } from '../picture/decode-picture.js';
import type { Point } from '../picture/geometry.js';
import { meshBounds, tiltDegrees, type FaceMesh } from './face-mesh.js';
import { sampleView } from '../picture/square-view.js';

const size = 96;
/** Inside the face, where nothing of the background is seen. */
const viewSide = 0.9;
/** Pixels of the view, and levels of a channel. */
const distance = 6;
const tolerance = 2;
/** Nothing can be said about a darker pixel. */
const minLevel = 20;
/** Drawings in flat colors have two fifths and more; photographs and shaded paintings at most a tenth. */
const minFlatShare = 0.2;

/**
 * Whether a face is drawn in flat colors, as in cartoons: a large part of it has the same color as what
 * is beside and below it. Shading and noise leave no such areas in pictures of other kinds.
 */
export function isDrawn(picture: Picture, mesh: FaceMesh): boolean {
  const { x, y, width, height } = meshBounds(mesh);
  const center: Point = [x + width / 2, y + height / 2];
  const side = viewSide * Math.max(1, Math.min(width, height));
  const samples = sampleView(picture, { center, side, degrees: tiltDegrees(mesh) }, size);
  const counts = { lit: 0, flat: 0 };
  for (let row = 0; row < size - distance; row++) {
    for (let column = 0; column < size - distance; column++) {
      const at = 3 * (row * size + column);
      const brightest = Math.max(samples[at] ?? 0, samples[at + 1] ?? 0, samples[at + 2] ?? 0);
      if (brightest < minLevel) continue;
      counts.lit++;
      if (isSame(samples, at, 3 * distance) && isSame(samples, at, 3 * distance * size)) counts.flat++;
    }
  }
  return counts.flat > minFlatShare * Math.max(counts.lit, size);
}

/** Whether the color `offset` bytes later is the same. */
function isSame(samples: Uint8Array, at: number, offset: number): boolean {
  for (let index = at; index < at + 3; index++) {
    if (Math.abs((samples[index] ?? 0) - (samples[index + offset] ?? 0)) > tolerance) return false;
  }
  return true;
}
