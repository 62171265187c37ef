import type { RunNetwork } from '../../gpu/network-run.js';
import type { FaceMesh } from '../face-mesh.js';
import { decodeBoxes } from './detector-boxes.js';
import { distinctBoxes } from './distinct-boxes.js';
import { cropOf, type SquarePixels } from './face-crop.js';
import { detectorFile, detectorSide } from './face-networks.js';
import { meshPoints } from './mesh-points.js';

/** A detected face: its points in pixels of the picture, and how sure the detector is, 0..1. */
export interface FoundFace {
  readonly mesh: FaceMesh;
  readonly score: number;
}

const maxFaces = 10;
/** Of BlazeFace in a box, and of FaceMesh in its crop. */
const minConfidence = 0.4;
const maxOverlap = 0.1;

/**
 * Finds all faces in a square picture, the most certain first: BlazeFace finds boxes, and FaceMesh the
 * points in each of them.
 */
export async function detectFaces(picture: SquarePixels, run: RunNetwork): Promise<FoundFace[]> {
  const input = { values: detectorInput(picture), shape: [1, 3, detectorSide, detectorSide] };
  const outputs = await run({ file: detectorFile, inputs: { picture: input } });
  const faces: FoundFace[] = [];
  for (const box of distinctBoxes(decodeBoxes(outputs, minConfidence), maxOverlap, maxFaces)) {
    const { mesh, presence } = await meshPoints(picture, cropOf(box, picture.side), run);
    if (hundredths(presence) > minConfidence) faces.push({ mesh, score: hundredths(box.score) });
  }
  return faces;
}

/** Scores that differ by less say the same. */
function hundredths(score: number): number {
  return Math.round(100 * score) / 100;
}

/**
 * Scales a picture to the detector's size: bilinear, with the top left pixels of both in the same place.
 * @returns `[3, 256, 256]` RGB -1..1
 */
function detectorInput({ rgb, side }: SquarePixels): Float32Array {
  const scale = side / detectorSide;
  const plane = detectorSide ** 2;
  const planes = new Float32Array(3 * plane);
  for (let row = 0; row < detectorSide; row++) {
    const top = Math.floor(row * scale);
    const down = row * scale - top;
    const bottom = Math.min(top + 1, side - 1);
    for (let column = 0; column < detectorSide; column++) {
      const left = Math.floor(column * scale);
      const across = column * scale - left;
      const right = Math.min(left + 1, side - 1);
      for (let channel = 0; channel < 3; channel++) {
        const at = (x: number, y: number) => rgb[3 * (y * side + x) + channel] ?? 0;
        const above = at(left, top) * (1 - across) + at(right, top) * across;
        const below = at(left, bottom) * (1 - across) + at(right, bottom) * across;
        planes[channel * plane + row * detectorSide + column] =
          (above * (1 - down) + below * down) / 127.5 - 1;
      }
    }
  }
  return planes;
}
