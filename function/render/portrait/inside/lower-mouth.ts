import { smoothStep } from '../../numeric/smooth-step.js';

/*
 * What goes with the jaw, in widths of the mouth: the tongue, and the lower teeth before it. Heights are
 * counted from the line of the closed lips, where the lower lip is when the mouth is closed.
 */

/** From the middle outwards. */
const lowerTeeth = [0.082, 0.09, 0.1, 0.08, 0.06] as const;

/** How far the lower teeth reach above the rim of the lower lip, in the middle. */
const toothHeight = 0.022;

/** The tongue is not smooth: how much its light varies, and in which waves. */
const [roughness, roughWaves] = [0.09, 170] as const;

/** A place of the lower mouth; each of the parts covers what is before it in this list. */
export interface LowerSample {
  /** How much of the place is the tongue, 0..1, and how bright it is. */
  readonly tongue: number;
  readonly tongueLight: number;
  /** How much is a lower tooth, 0..1, and how bright it is. */
  readonly tooth: number;
  readonly toothLight: number;
}

/** @param pixel the size of a pixel, which edges are smoothed by */
export function lowerMouth(x: number, y: number, pixel: number): LowerSample {
  const across = Math.abs(x);
  const radius = Math.hypot(x / 0.29, (y - 0.05) / 0.2);
  const tongue = smoothStep(0, 1, (1 - radius) / 0.22);
  const bulge = Math.sqrt(Math.max(0, 1 - radius * radius));
  const groove = 1 - 0.16 * Math.exp(-((x / 0.03) ** 2)) * smoothStep(0.2, 0.8, bulge);
  // The back of the tongue lies in the dark, and its tip catches the light.
  const depth = smoothStep(-0.2, 0.02, y);
  const rough = 1 + roughness * bulge * Math.sin(roughWaves * x + 9 * y) * Math.sin(roughWaves * y - 7 * x);
  const tongueLight = (0.42 + 0.5 * depth) * (0.75 + 0.25 * bulge) * groove * rough;

  let from = 0;
  for (const width of lowerTeeth) {
    const inside = across - from;
    if (inside < width) {
      const middle = from + width / 2;
      const aside = (across - middle) / (width / 2);
      const top = -toothHeight + 0.24 * middle * middle + 0.006 * aside ** 4;
      const tooth = Math.min(1, Math.max(0, (y - top) / pixel + 0.5)) * (1 - smoothStep(0.26, 0.36, across));
      const seam = 1 - 0.4 * (1 - smoothStep(0, 0.007 + 0.6 * pixel, Math.min(inside, width - inside)));
      return { tongue, tongueLight, tooth, toothLight: (1 - 0.12 * aside * aside - 0.9 * across) * seam };
    }
    from += width;
  }
  return { tongue, tongueLight, tooth: 0, toothLight: 0 };
}
