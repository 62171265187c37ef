import type { EyeContours } from '../../face/face-contours.js';
import { lipCurve as smoothCurve, tabulated, type LipCurve as Curve } from '../../face/lip-curve.js';
import { fromFrame, mouthFrame, toFrame, type MouthFrame } from '../../face/mouth-frame.js';
import { colorInto } from '../../picture/color-at.js';
import type { Picture } from '../../picture/decode-picture.js';

/** An open eye in its own upright frame, whose unit is a pixel. */
export interface EyeOutline {
  readonly frame: MouthFrame;
  /** From corner to corner. */
  readonly width: number;
  /** Heights at each place across: the lower edge of the brow's points, and both rims. */
  readonly brow: Curve;
  readonly upper: Curve;
  readonly lower: Curve;
}

/** How far the rims of the mesh may lie off: together, and each, in widths of the eye. */
const [maxShift, maxRimShift] = [0.1, 0.06] as const;
const shiftStep = 0.02;
/** The distance over which the picture changes at a rim. */
const edge = 0.035;
/** What a shift of the whole width would cost, against a step from black to white. */
const shiftCost = 1;

/** How far from the middle of an eye its curves are looked up, in its widths. */
export const curveReach = 0.7;

/**
 * The outline of an eye: the rims of the mesh, moved to where the picture changes from skin to the eye,
 * which is darker along its upper rim and at its lower one.
 */
export function eyeOutline(picture: Picture, { upper, lower, brow }: EyeContours): EyeOutline {
  const [left, right] = [upper[0], upper.at(-1)];
  if (!left || !right) throw new RangeError('The eye has no corners.');
  const frame = mouthFrame(left, right);
  const width = 2 * frame.half;
  const curve = (points: EyeContours['upper']) => smoothCurve(points.map((point) => toFrame(frame, point)));
  const [meshUpper, meshLower, meshBrow] = [curve(upper), curve(lower), curve(brow)];
  const stepAt = (rim: Curve, shift: number) => {
    let sum = 0;
    for (let index = 0; index < 9; index++) {
      const u = (index / 8 - 0.5) * 0.6 * width;
      const v = rim(u) + shift * width;
      sum += lumaAt(picture, frame, u, v - edge * width) - lumaAt(picture, frame, u, v + edge * width);
    }
    return sum / 9 / 255;
  };
  const score = (shift: number) =>
    stepAt(meshUpper, shift) - stepAt(meshLower, shift) - shiftCost * Math.abs(shift);
  const together = best(maxShift, score);
  const rim = (curveOf: Curve, sign: number) =>
    best(maxRimShift, (shift) => sign * stepAt(curveOf, together + shift) - shiftCost * Math.abs(shift));
  const [upperShift, lowerShift] = [rim(meshUpper, 1), rim(meshLower, -1)];
  const ends = (u: number) => Math.max(0, 1 - (u / frame.half) ** 2);
  const shifted = (rimCurve: Curve, shift: number): Curve => {
    return (u) => rimCurve(u) + width * (together + shift * ends(u));
  };
  const upperRim = shifted(meshUpper, upperShift);
  const lowerRim = shifted(meshLower, lowerShift);
  const upperCurve = tabulated(upperRim, curveReach * width);
  return {
    frame,
    width,
    brow: tabulated((u) => Math.min(meshBrow(u), upperCurve(u) - 0.12 * width), curveReach * width),
    upper: upperCurve,
    lower: tabulated((u) => Math.max(upperCurve(u), lowerRim(u)), curveReach * width),
  };
}

const found = new Float64Array(3);

/** The luma at a place of the eye's frame, 0..255. */
export function lumaAt(picture: Picture, frame: MouthFrame, u: number, v: number): number {
  const [x, y] = fromFrame(frame, [u, v]);
  colorInto(found, picture, x, y);
  return 0.299 * (found[0] ?? 0) + 0.587 * (found[1] ?? 0) + 0.114 * (found[2] ?? 0);
}

/** The shift with the highest score; of equal ones the smallest. */
function best(max: number, score: (shift: number) => number): number {
  const steps = Math.round(max / shiftStep);
  let [found, highest] = [0, score(0)];
  for (let step = 1; step <= steps; step++) {
    for (const shift of [-step * shiftStep, step * shiftStep]) {
      const here = score(shift);
      if (here > highest) [found, highest] = [shift, here];
    }
  }
  return found;
}
