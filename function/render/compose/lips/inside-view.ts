import type { Point, Rectangle } from '../../picture/geometry.js';
import type { InsideLayers } from './inside-layers.js';
import { between } from './lip-motion.js';
import type { LipOpening } from './lip-opening.js';

/** Widths of the mouth: over which the upper lip throws shade on the teeth, and both rims into the opening. */
const shade = { teeth: 0.05, tongue: 0.08, above: 0.014, below: 0.011 } as const;
/** Light that is left in the shade of the upper lip, and at the rims. */
const ambient = { teeth: 0.58, tongue: 0.6 } as const;
export const rimLight = 0.55;
/** Openings in which tongue and lower teeth begin to be seen, in widths of the mouth. */
const jawSeen = { from: 0.05, to: 0.13 } as const;
/** Openings of pixels of the window that are not seen, and that are seen fully. */
export const unseen = 0.3;
const seen = 0.8;

/** Where the layers are in a frame. */
interface InsidePlace {
  readonly rectangle: Rectangle;
  /** The window at the middle of the layer's first pixel, and from one of its pixels to the next. */
  readonly origin: Point;
  readonly across: Point;
  readonly down: Point;
  /** The width of the mouth and the blur of an edge, in pixels of the window. */
  readonly unit: number;
  readonly edge: number;
  /** How far the jaw has gone down, in pixels of the layer. */
  readonly drop: number;
  /** The height of the opening, in pixels of the window. */
  readonly height: number;
}

/** Looks through the opening of one frame. It holds one place at a time, so that nothing is allocated. */
export class InsideView {
  readonly #layers: InsideLayers;
  readonly #opening: LipOpening;
  readonly #place: InsidePlace;
  readonly #jawShare: number;
  #pixel = 0;
  /** The places of the jaw's layer above and below, and the share of the latter. */
  #jawAbove = 0;
  #jawBelow = 0;
  #share = 0;
  #jawCover = 0;
  #toothCover = 0;
  #jawLight = 0;
  #toothLight = 0;
  #light = 0;

  constructor(layers: InsideLayers, opening: LipOpening, place: InsidePlace) {
    this.#layers = layers;
    this.#opening = opening;
    this.#place = place;
    this.#jawShare = ramp((place.height / place.unit - jawSeen.from) / (jawSeen.to - jawSeen.from));
  }

  /**
   * Goes to a place of the layer.
   * @param always whether its color is asked for though it is not seen
   * @returns how much of it is seen, 0..1
   */
  at(column: number, row: number, always = false): number {
    const { origin, across, down, unit, edge, drop, rectangle } = this.#place;
    const { left, right, upper, lower } = this.#opening;
    const x = origin[0] + column * across[0] + row * down[0];
    const y = origin[1] + column * across[1] + row * down[1];
    if (!always && (x <= left || x >= right)) return 0;
    const columns = upper.length - 1;
    const place = Math.min(columns, Math.max(0, ((x - left) / (right - left)) * columns));
    const [rise, fall] = [between(upper, place), between(lower, place)];
    const [above, below] = [y - rise, fall - y];
    const opacity =
      ramp(above / edge + 0.5) * ramp(below / edge + 0.5) * ramp((fall - rise - unseen) / (seen - unseen));
    if (opacity === 0 && !always) return 0;
    const line = rectangle.width;
    this.#pixel = 4 * (Math.min(rectangle.height - 1, Math.floor(row)) * line + column);
    const source = Math.max(0, row - drop);
    const near = Math.min(rectangle.height - 2, Math.floor(source));
    this.#share = Math.min(1, source - near);
    this.#jawAbove = 4 * (near * line + column);
    this.#jawBelow = this.#jawAbove + 4 * line;
    this.#jawCover = this.#jawShare * this.#jaw(3);
    this.#toothCover = this.#layers.teeth[this.#pixel + 3] ?? 0;
    const fromTop = Math.max(0, above) / unit;
    const fromBottom = Math.max(0, below) / unit;
    this.#jawLight = ambient.tongue + (1 - ambient.tongue) * ramp(fromTop / shade.tongue);
    this.#toothLight = ambient.teeth + (1 - ambient.teeth) * ramp(fromTop / shade.teeth) ** 0.8;
    this.#light = rimLight + (1 - rimLight) * ramp(Math.min(fromTop / shade.above, fromBottom / shade.below));
    return opacity;
  }

  /** Y, Cb, or Cr of the place around black. */
  color(part: 0 | 1 | 2): number {
    const behind = this.#layers.cavity[this.#pixel + part] ?? 0;
    const lowered = behind + this.#jawCover * (this.#jaw(part) * this.#jawLight - behind);
    const tooth = (this.#layers.teeth[this.#pixel + part] ?? 0) * this.#toothLight;
    return this.#light * (lowered + this.#toothCover * (tooth - lowered));
  }

  #jaw(part: number): number {
    const { jaw } = this.#layers;
    return (
      (jaw[this.#jawAbove + part] ?? 0) * (1 - this.#share) + (jaw[this.#jawBelow + part] ?? 0) * this.#share
    );
  }
}

function ramp(value: number): number {
  return value <= 0 ? 0 : value >= 1 ? 1 : value;
}
