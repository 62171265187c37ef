import type { FaceContours } from '../../face/face-contours.js';
import type { Rectangle } from '../../picture/geometry.js';
import { quantile } from '../../numeric/quantile.js';
import type { Picture } from '../../picture/decode-picture.js';

/** The far distance at which edges are compared with their immediate neighborhood, pixels. */
const far = 4;
/** The share of differences that belong to no edge. */
const edgeShare = 0.985;

/**
 * How soft a portrait is: the standard deviation of the blur of its sharpest edges around eyes and mouth,
 * in pixels. An edge with that blur rises over one pixel by a known share of its rise over four.
 */
export function softnessOf(picture: Picture, { eyes, lips }: FaceContours): number {
  const areas = [eyes[0], eyes[1]].map(({ upper, lower }) => around([...upper, ...lower], picture));
  areas.push(around([...lips.upperOuter, ...lips.lowerOuter], picture));
  const [near, distant] = [1, far].map((distance) =>
    quantile(
      areas.flatMap((area) => differences(picture, area, distance)),
      edgeShare,
    ),
  );
  const ratio = Math.max(1, (far * (near ?? 0)) / Math.max(1, distant ?? 0));
  // From 4 · erf(0.707 / s) / erf(2.83 / s).
  const known = [
    [3.6, 0.45],
    [2.73, 1],
    [2.07, 1.5],
    [1.6, 2],
    [1.29, 3],
    [1.15, 4],
    [1, 6],
  ] as const;
  const index = known.findIndex(([value]) => ratio >= value);
  const [upper, lower] = [known[index - 1], known[index]];
  if (!lower) return 6;
  if (!upper) return 0.45;
  return upper[1] + ((upper[0] - ratio) / (upper[0] - lower[0])) * (lower[1] - upper[1]);
}

/** Standard deviation of the luma of the grain on the cheeks. */
export function noiseOf(picture: Picture, { cheeks }: FaceContours): number {
  const areas = [around(cheeks.left, picture), around(cheeks.right, picture)];
  // For normal noise, the median of |a − 2b + c| is 0.6745 · √6 standard deviations.
  const bends = areas.map(
    (area) => quantile(secondDifferences(picture, area), 0.5) / (0.6745 * Math.sqrt(6)),
  );
  return Math.min(...bends);
}

/** The luma of the darkest places around the eyes and between the lips, 0..255. */
export function darknessOf(picture: Picture, { eyes, lips }: FaceContours): number {
  const lines = [
    eyes[0].upper,
    eyes[0].lower,
    eyes[1].upper,
    eyes[1].lower,
    lips.upperInner,
    lips.lowerInner,
  ];
  const found: number[] = [];
  for (const { x, y, width, height } of lines.map((points) => around(points, picture))) {
    for (let row = y; row < y + height; row++) {
      for (let column = x; column < x + width; column++) found.push(luma(picture, column, row));
    }
  }
  return quantile(found, 0.02);
}

function around(points: readonly (readonly [number, number])[], picture: Picture): Rectangle {
  const [xs, ys] = [points.map(([x]) => x), points.map(([, y]) => y)];
  const x = Math.max(far, Math.floor(Math.min(...xs)));
  const y = Math.max(far, Math.floor(Math.min(...ys)));
  return {
    x,
    y,
    width: Math.max(0, Math.min(picture.width - far - 1, Math.ceil(Math.max(...xs)) + 1) - x),
    height: Math.max(0, Math.min(picture.height - far - 1, Math.ceil(Math.max(...ys)) + 1) - y),
  };
}

function luma({ rgb, width }: Picture, x: number, y: number): number {
  const at = 3 * (y * width + x);
  return 0.299 * (rgb[at] ?? 0) + 0.587 * (rgb[at + 1] ?? 0) + 0.114 * (rgb[at + 2] ?? 0);
}

/** Differences of the luma between pixels `distance` to either side, and above and below. */
function differences(picture: Picture, { x, y, width, height }: Rectangle, distance: number): number[] {
  const found: number[] = [];
  for (let row = y; row < y + height; row++) {
    for (let column = x; column < x + width; column++) {
      found.push(
        Math.abs(luma(picture, column + distance, row) - luma(picture, column - distance, row)),
        Math.abs(luma(picture, column, row + distance) - luma(picture, column, row - distance)),
      );
    }
  }
  return found;
}

function secondDifferences(picture: Picture, { x, y, width, height }: Rectangle): number[] {
  const found: number[] = [];
  for (let row = y; row < y + height; row++) {
    for (let column = x; column < x + width; column++) {
      const [left, right] = [luma(picture, column - 1, row), luma(picture, column + 1, row)];
      found.push(Math.abs(left - 2 * luma(picture, column, row) + right));
    }
  }
  return found;
}
