import type { Picture } from '../picture/decode-picture.js';
import { median } from '../numeric/median.js';
import { sampleView } from '../picture/square-view.js';
import type { Point } from '../picture/geometry.js';
import { meshBounds, tiltDegrees, type FaceMesh } from './face-mesh.js';

/** Pixels across the face. */
const size = 192;
/** Places on both cheeks and on the forehead, in shares of the face, and half of the examined square. */
const cheeks: readonly Point[] = [
  [0.26, 0.62],
  [0.74, 0.62],
];
const forehead: readonly Point[] = [
  [0.3, 0.16],
  [0.5, 0.14],
  [0.7, 0.16],
];
const reach = 9;
/** The differences between neighbors, relative to the luma: skin is smoother in one of these places. */
const minTexture = 0.03;
/** Fur has a hue, but less red than skin: shares of red over green, and of green over blue. */
const hue = { maxRed: 0.055, minYellow: 0.03 } as const;

/** Whether a face has fur: cheeks and forehead are rough alike, and have little red. */
export function isFurry(picture: Picture, mesh: FaceMesh): boolean {
  const { x, y, width, height } = meshBounds(mesh);
  const center: Point = [x + width / 2, y + height / 2];
  const side = Math.max(1, width, height);
  const samples = sampleView(picture, { center, side, degrees: tiltDegrees(mesh) }, size);
  const patchAt = ([across, down]: Point) => {
    const column = Math.round(size * (0.5 + ((across - 0.5) * width) / side));
    const row = Math.round(size * (0.5 + ((down - 0.5) * height) / side));
    return patchOf(samples, column, row);
  };
  const isFur = ({ texture, red, yellow }: ReturnType<typeof patchOf>) =>
    texture >= minTexture && red <= hue.maxRed && yellow >= hue.minYellow;
  const roughness = median(forehead.map((place) => patchAt(place).texture));
  return roughness >= minTexture && cheeks.every((place) => isFur(patchAt(place)));
}

/** The roughness and the hue of a square of the view. */
function patchOf(samples: Uint8Array, column: number, row: number) {
  const sums = { luma: 0, difference: 0, red: 0, green: 0, blue: 0 };
  const luma = (at: number) =>
    0.3 * (samples[at] ?? 0) + 0.59 * (samples[at + 1] ?? 0) + 0.11 * (samples[at + 2] ?? 0);
  for (let y = row - reach; y < row + reach; y++) {
    for (let x = column - reach; x < column + reach; x++) {
      const at = 3 * (y * size + x);
      const here = luma(at);
      sums.luma += here;
      sums.difference += Math.abs(here - luma(at + 6)) + Math.abs(here - luma(at + 6 * size));
      sums.red += samples[at] ?? 0;
      sums.green += samples[at + 1] ?? 0;
      sums.blue += samples[at + 2] ?? 0;
    }
  }
  const total = Math.max(1, sums.red + sums.green + sums.blue);
  return {
    texture: sums.difference / 2 / Math.max(1, sums.luma),
    red: (sums.red - sums.green) / total,
    yellow: (sums.green - sums.blue) / total,
  };
}
