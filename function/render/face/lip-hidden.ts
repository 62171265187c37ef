import type { Color } from '../picture/color.js';
import type { Picture } from '../picture/decode-picture.js';
import { meanOf, medianColor } from '../picture/mean-color.js';
import { lipEdges } from './contours-of-mesh.js';
import type { Point } from '../picture/geometry.js';
import { pointOf, type FaceMesh } from './face-mesh.js';

const belowNose = 2;
/** A lip that is seen has a larger share of red than what is above it; the lower lip clearly has. */
const [minUpperRedness, minLowerRedness] = [0.02, 0.08] as const;

/**
 * Whether a moustache hangs over the upper lip: where the mesh has it, the color is that of what is above
 * it, although the lower lip is red.
 */
export function isLipHidden(picture: Picture, mesh: FaceMesh): boolean {
  const nose = pointOf(mesh, belowNose);
  const between = (from: readonly number[], to: (index: number) => Point, share: number) =>
    from.slice(3, -3).map((index, place): Point => {
      const [x, y] = pointOf(mesh, index);
      const [toX, toY] = to(place + 3);
      return [x + share * (toX - x), y + share * (toY - y)];
    });
  const edge = (indices: readonly number[]) => (place: number) => pointOf(mesh, indices[place] ?? 0);
  const { upperOuter, upperInner, lowerInner, lowerOuter } = lipEdges;
  const rednessOf = (places: readonly Point[]) =>
    redness(medianColor(places.map((place) => meanOf(picture, [place]))));
  const above = rednessOf(between(upperOuter, () => nose, 0.4));
  const upper = rednessOf(between(upperInner, edge(upperOuter), 0.55));
  const lower = rednessOf(between(lowerInner, edge(lowerOuter), 0.5));
  return upper - above < minUpperRedness && lower - above > minLowerRedness;
}

/** How much more red than green there is. */
function redness([red, green, blue]: Color): number {
  return (red - green) / Math.max(20, red + green + blue);
}
