import path from 'node:path';
import { packageRoot } from '../../../config/package-root.js';
import type { RunNetwork } from '../gpu/network-run.js';
import type { Point, Rectangle } from '../picture/geometry.js';
import { eyeCrop } from './eyes/eye-crop.js';
import { lidPositions, type EyelidFields } from './eyes/eyelids.js';
import { headCropSide } from './head/head-crop.js';

const folder = path.join(packageRoot, 'models', 'motion');
const headFile = path.join(folder, 'head.onnx');
const lidFile = path.join(folder, 'lids.onnx');

/** What the head network says about a portrait. */
export interface HeadFields {
  /** `[6, 64, 64]`: x and y in pixels of the crop per radian, for yaw, pitch, and roll. */
  readonly fields: Float32Array;
  /** `[128, 128]`: how much of each pixel is the person, 0..1. */
  readonly person: Float32Array;
  /** Corners of the eyes in the picture, from the viewer's left to right. */
  readonly eyeCorners: readonly [Point, Point, Point, Point];
}

/** Asks how the pixels of a head move. @param head `[3, 128, 128]` RGB 0..1, of the crop */
export async function findHeadFields(
  run: RunNetwork,
  head: Float32Array,
  crop: Rectangle,
): Promise<HeadFields> {
  const inputs = { head: { values: head, shape: [1, 3, headCropSide, headCropSide] } };
  const { fields, person, eyes } = await run({ file: headFile, inputs });
  if (!fields || !person || !eyes) throw new RangeError(`${headFile} has other outputs`);
  const corner = (index: number): Point => [
    crop.x + (eyes[2 * index] ?? 0) * crop.width,
    crop.y + (eyes[2 * index + 1] ?? 0) * crop.height,
  ];
  return { fields, person, eyeCorners: [corner(0), corner(1), corner(2), corner(3)] };
}

/** The lids of an eye: at rest, and at each of their positions. */
export interface FoundEyelids extends EyelidFields {
  /** `[2, 64, 80]`, 0..1 */
  readonly coversAtRest: Float32Array;
}

/** Asks how the lids of eyes close, of all at once. @param eyes `[3, 64, 80]` RGB 0..1 each */
export async function findEyelidFields(
  run: RunNetwork,
  eyes: readonly Float32Array[],
): Promise<FoundEyelids[]> {
  const positions = lidPositions + 1;
  const count = positions * eyes.length;
  const plane = eyeCrop.width * eyeCrop.height;
  const pixels = new Float32Array(count * 3 * plane);
  for (let at = 0; at < count; at++) pixels.set(eyes[Math.floor(at / positions)] ?? [], at * 3 * plane);
  const closings = Float32Array.from({ length: count }, (_, at) => (at % positions) / lidPositions);
  const inputs = {
    eyes: { values: pixels, shape: [count, 3, eyeCrop.height, eyeCrop.width] },
    closings: { values: closings, shape: [count] },
  };
  const { flows, covers } = await run({ file: lidFile, inputs });
  if (!flows || !covers) throw new RangeError(`${lidFile} has other outputs`);
  return eyes.map((_, eye) => {
    const first = eye * positions;
    return {
      coversAtRest: covers.slice(2 * plane * first, 2 * plane * (first + 1)),
      flows: flows.slice(4 * plane * (first + 1), 4 * plane * (first + positions)),
      covers: covers.slice(2 * plane * (first + 1), 2 * plane * (first + positions)),
    };
  });
}
