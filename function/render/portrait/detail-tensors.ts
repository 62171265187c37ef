import { faceSize, mouthWindow } from '../face/face-geometry.js';
import { type Rectangle, spanLength } from '../picture/geometry.js';
import { resamplingMatrix, transpose } from '../picture/resampling.js';
import { interleavedPlane } from './enlarging.js';
import { pixelGrid } from '../picture/pixel-grid.js';

/** What the detail network needs to move a portrait's own pixels. */
export interface DetailTensors {
  /** `[height, 88]` and `[136, width]`: from twice the mouth window's resolution to the patch. */
  readonly rowMatrix: Float32Array;
  readonly columnMatrix: Float32Array;
  /** `[3, 2 · height − 1, 2 · width − 1]` RGB 0..255: the patch with an interpolated pixel between each two. */
  readonly source: Float32Array;
  /** `[height, width, 2]`: x and y of each pixel of the patch, -1..1. */
  readonly grid: Float32Array;
  /** A pixel of the 96×96 face, right and down, in the units of `grid`. */
  readonly motionScale: readonly [x: number, y: number];
}

/**
 * Prepares a portrait's patch for the detail network.
 * @param basePatch `[3, patch.height, patch.width]` RGB 0..255
 * @param box the face box, of which the network sees 96×96 pixels
 */
export function detailTensors(basePatch: Float32Array, patch: Rectangle, box: Rectangle): DetailTensors {
  const { width, height } = patch;
  const perRow = faceSize / box.height;
  const perColumn = faceSize / box.width;
  const axis = (span: { from: number; to: number }, pixels: number, scale: number, offset: number) => {
    const samples = { from: 0, to: 2 * spanLength(span) };
    return resamplingMatrix(samples, samples, {
      pixels,
      scale: 2 * scale,
      origin: 2 * (offset * scale - span.from),
    });
  };
  const columnMatrix = axis(mouthWindow.columns, width, perColumn, patch.x - box.x);
  return {
    rowMatrix: axis(mouthWindow.rows, height, perRow, patch.y - box.y),
    columnMatrix: transpose(columnMatrix, width, 2 * spanLength(mouthWindow.columns)),
    source: interleavedPicture(basePatch, height, width),
    grid: pixelGrid(height, width),
    motionScale: [2 / perColumn / (width - 1), 2 / perRow / (height - 1)],
  };
}

/** `[3, height, width]` to `[3, 2 · height − 1, 2 · width − 1]` */
function interleavedPicture(picture: Float32Array, height: number, width: number): Float32Array {
  const pixels = height * width;
  const size = (2 * height - 1) * (2 * width - 1);
  const whole = new Float32Array(3 * size);
  for (let channel = 0; channel < 3; channel++) {
    const plane = picture.subarray(channel * pixels, (channel + 1) * pixels);
    whole.set(interleavedPlane(plane, height, width), channel * size);
  }
  return whole;
}
