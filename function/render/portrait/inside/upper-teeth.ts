import { smoothStep } from '../../numeric/smooth-step.js';

/*
 * The upper teeth as they are seen from the front, in widths of a mouth of about 50 mm: a central incisor
 * is 8.5 mm wide, and further teeth are seen more and more from the side.
 */

/** From the middle outwards: width, how far the edge lies beyond the arch, and brightness. */
const teeth = [
  { width: 0.143, longer: 0.006, brightness: 1 },
  { width: 0.108, longer: -0.006, brightness: 0.96 },
  { width: 0.1, longer: 0.004, brightness: 0.87 },
  { width: 0.07, longer: -0.006, brightness: 0.72 },
  { width: 0.055, longer: -0.01, brightness: 0.55 },
] as const;

/** Where the edge of the central incisors lies below the line of the closed lips. */
const edgeHeight = 0.05;
/** The corners of an edge are rounded by this radius, and more on the outer side. */
const corner = 0.012;

/** Wet enamel gleams where a tooth bulges most: how much, how far above its edge, and over which distances. */
const gleam = { light: 0.3, height: 0.026, across: 0.17, down: 0.008 } as const;

/** A place on the upper teeth. */
export interface ToothSample {
  /** How much of the place is tooth, 0..1. */
  readonly cover: number;
  /** 0..1 */
  readonly brightness: number;
  /** 0..1: how translucent the tooth is, which makes it bluer and darker at its edge. */
  readonly edge: number;
}

const nothing: ToothSample = { cover: 0, brightness: 0, edge: 0 };

/**
 * What is seen of the upper teeth at a place.
 * @param x −½..½ across the mouth, from the middle of the teeth
 * @param y down from the line of the closed lips
 * @param pixel the size of a pixel, which edges are smoothed by
 */
export function upperTooth(x: number, y: number, pixel: number): ToothSample {
  const across = Math.abs(x);
  let from = 0;
  for (const { width, longer, brightness } of teeth) {
    const inside = across - from;
    if (inside < width) {
      const middle = from + width / 2;
      const aside = (across - middle) / (width / 2);
      const arch = edgeHeight - 0.17 * middle * middle;
      const round = corner * roundness(aside);
      const bottom = arch + longer - round;
      const cover = ramp((bottom - y) / pixel);
      if (cover === 0) return nothing;
      // Teeth touch each other above, and part towards their edges.
      const toEdge = smoothStep(-0.05, 0.01, y - bottom);
      const gap = 0.0035 + 0.006 * toEdge;
      const side = Math.min(inside, width - inside);
      const groove = 1 - (0.2 + 0.35 * toEdge) * (1 - smoothStep(0, 1.6 * gap + 0.6 * pixel, side));
      const curve = 1 - 0.13 * aside * aside - 0.05 * Math.max(0, aside);
      const shine =
        gleam.light *
        Math.exp(-(((aside + 0.2) / gleam.across) ** 2) - ((y - bottom + gleam.height) / gleam.down) ** 2);
      return {
        cover,
        brightness: brightness * (curve * groove + shine),
        edge: smoothStep(-0.028, -0.004, y - bottom),
      };
    }
    from += width;
  }
  return nothing;
}

/** The corners of an edge: the outer one is rounder. */
function roundness(aside: number): number {
  const share = aside < 0 ? -aside : aside;
  const from = aside < 0 ? 0.72 : 0.5;
  const beyond = Math.max(0, (share - from) / (1 - from));
  return beyond * beyond;
}

function ramp(value: number): number {
  return Math.min(1, Math.max(0, value + 0.5));
}
