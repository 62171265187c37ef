import type { Point } from '../../picture/geometry.js';
import { windowSize } from '../../portrait/drawn-mouths.js';
import { sampleMotion, type FaceMotion } from './face-motion.js';
import { lipOpening, type LipOpening } from './lip-opening.js';
import { LipSpread } from './lip-spread.js';
import { mouthGain } from './mouth-gain.js';

const { height: rows, width: columns } = windowSize;
/** How far away the motion at another strength is looked up, in pixels of the window, and how often. */
const [maxLookup, lookupSteps] = [8, 3] as const;
/** Shorter motion is only scaled: pixels of the window. */
const still = 0.05;
/** Columns of an opening from which its height as it was drawn is known. */
const roughColumns = 17;
/** What surely belongs to a lip ends so far from its rim, in pixels of the window. */
const sure = 1.6;
/** Openings below are not seen, in pixels of the window. */
const minOpening = 0.3;
/** The part of an opening, from corner to corner, that tells how wide it is. */
const middlePart = { from: 0.29, to: 0.71 } as const;

/** The grid of a window's pixels: its first one has its middle at (½, ½). */
const windowGrid = { rows, columns, left: 0.5, top: 0.5, step: 1 } as const;

/** A mouth that opens as far as people's do. */
export interface OpenedMouth {
  readonly motion: FaceMotion;
  readonly opening: LipOpening;
  /** The largest distance of the lips, in pixels of the window. */
  readonly height: number;
}

/** How a drawn mouth is moved. */
export interface LipMove {
  /** How far the mouth moves: 1 as people's do; with detail 0..2, else 0..1. */
  readonly strength: number;
  /** −1 with rounded lips … 1 with spread ones; 0 by default. */
  readonly spread?: number | undefined;
  /** How much further than it was drawn the mouth opens, before its strength; 1 by default. */
  readonly emphasis?: number | undefined;
}

/** Opens a drawn mouth, and finds where its lips are. */
export class LipMotion {
  readonly #line: readonly Point[];
  readonly #width: number;
  readonly #own: FaceMotion = {
    ...windowGrid,
    x: new Float32Array(rows * columns),
    y: new Float32Array(rows * columns),
  };
  readonly #moved: FaceMotion = {
    ...windowGrid,
    x: new Float32Array(rows * columns),
    y: new Float32Array(rows * columns),
  };
  readonly #spread: LipSpread;
  readonly #fine: FaceMotion = {
    ...{ rows: 2 * rows, columns: 2 * columns, left: 0.25, top: 0.25, step: 0.5 },
    x: new Float32Array(4 * rows * columns),
    y: new Float32Array(4 * rows * columns),
  };

  /** @param line the closed line of the lips, from corner to corner, in pixels of the window */
  constructor(line: readonly Point[]) {
    this.#line = line;
    this.#spread = new LipSpread(line, windowGrid);
    this.#width = Math.max(1, (line.at(-1)?.[0] ?? 1) - (line[0]?.[0] ?? 0));
  }

  /**
   * @param drawn `[2, 44, 68]`: the motion of a drawn mouth
   * @returns the motion at twice the window's resolution; its memory is used again for the next mouth
   */
  open(drawn: Float32Array, { strength, spread = 0, emphasis = 1 }: LipMove): OpenedMouth {
    this.#own.x.set(drawn.subarray(0, rows * columns));
    this.#own.y.set(drawn.subarray(rows * columns, 2 * rows * columns));
    const height = emphasis * heightOf(lipOpening(this.#line, this.#own, roughColumns));
    moveFurther(this.#own, this.#moved, emphasis * mouthGain(height / this.#width, strength));
    const moved = this.#spreadBy(Math.min(1.5, strength) * spread);
    const opening = lipOpening(this.#line, moved);
    double(moved, this.#fine);
    holdLips(this.#fine, moved, opening);
    return { motion: this.#fine, opening, height: heightOf(opening) };
  }

  #spreadBy(spread: number): FaceMotion {
    if (spread === 0) return this.#moved;
    this.#spread.apply(this.#moved, this.#own, spread);
    return this.#own;
  }
}

function heightOf({ upper, lower }: LipOpening): number {
  let height = 0;
  const last = upper.length - 1;
  for (let column = Math.ceil(middlePart.from * last); column <= middlePart.to * last; column++)
    height = Math.max(height, (lower[column] ?? 0) - (upper[column] ?? 0));
  return height;
}

/**
 * Motion belongs to pixels of the drawn mouth, so that scaling it in place would move the skin, but not
 * the edge of the opening. Instead, place x of the result shows what the drawn mouth has at x', where
 * x = x' + (1 − strength) · motion(x'); x' is found by iteration.
 */
function moveFurther(from: FaceMotion, to: FaceMotion, strength: number): void {
  const [fromX, fromY] = [from.x, from.y];
  for (let row = 0, place = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++, place++) {
      let x = fromX[place] ?? 0;
      let y = fromY[place] ?? 0;
      if (Math.abs(x) + Math.abs(y) < still) {
        to.x[place] = strength * x;
        to.y[place] = strength * y;
        continue;
      }
      for (let step = 0; step < lookupSteps; step++) {
        const px = Math.min(columns - 1, Math.max(0, column + limited((strength - 1) * x)));
        const py = Math.min(rows - 1, Math.max(0, row + limited((strength - 1) * y)));
        const left = Math.min(columns - 2, Math.floor(px));
        const top = Math.min(rows - 2, Math.floor(py));
        const [across, down] = [px - left, py - top];
        const at = top * columns + left;
        const [first, second] = [(1 - across) * (1 - down), across * (1 - down)];
        const [third, fourth] = [(1 - across) * down, across * down];
        const below = at + columns;
        x =
          first * (fromX[at] ?? 0) +
          second * (fromX[at + 1] ?? 0) +
          third * (fromX[below] ?? 0) +
          fourth * (fromX[below + 1] ?? 0);
        y =
          first * (fromY[at] ?? 0) +
          second * (fromY[at + 1] ?? 0) +
          third * (fromY[below] ?? 0) +
          fourth * (fromY[below + 1] ?? 0);
      }
      to.x[place] = strength * x;
      to.y[place] = strength * y;
    }
  }
}

function limited(offset: number): number {
  return Math.min(maxLookup, Math.max(-maxLookup, offset));
}

/** Doubles the resolution of a motion, linearly. */
function double(from: FaceMotion, to: FaceMotion): void {
  for (const [source, target] of [
    [from.x, to.x],
    [from.y, to.y],
  ] as const) {
    for (let row = 0, place = 0; row < 2 * rows; row++) {
      const near = columns * (row >> 1);
      const far = columns * neighbor(row, rows);
      for (let column = 0; column < 2 * columns; column++, place++) {
        const [left, right] = [column >> 1, neighbor(column, columns)];
        const upper = 3 * (source[near + left] ?? 0) + (source[near + right] ?? 0);
        const lower = 3 * (source[far + left] ?? 0) + (source[far + right] ?? 0);
        target[place] = (3 * upper + lower) / 16;
      }
    }
  }
}

/** The other sample that a doubled place lies next to. */
function neighbor(place: number, count: number): number {
  const sample = place >> 1;
  return Math.min(count - 1, Math.max(0, place % 2 === 0 ? sample - 1 : sample + 1));
}

/** Continues both lips as they are up to the middle of the opening, so that none of it is stretched. */
function holdLips(fine: FaceMotion, coarse: FaceMotion, { left, right, upper, lower }: LipOpening): void {
  const { top, step } = fine;
  for (let column = 0; column < fine.columns; column++) {
    const x = fine.left + column * step;
    if (x <= left || x >= right) continue;
    const at = ((x - left) / (right - left)) * (upper.length - 1);
    const [rise, fall] = [between(upper, at), between(lower, at)];
    if (fall - rise < minOpening) continue;
    const [from, to] = [rise - sure, fall + sure];
    const middle = (rise + fall) / 2;
    const held = [from, to].map((y) => [
      sampleMotion(coarse, coarse.x, x, y),
      sampleMotion(coarse, coarse.y, x, y),
    ]);
    const first = Math.max(0, Math.ceil((from - top) / step));
    const last = Math.min(fine.rows - 1, Math.floor((to - top) / step));
    for (let row = first; row <= last; row++) {
      const [heldX = 0, heldY = 0] = held[top + row * step < middle ? 0 : 1] ?? [];
      fine.x[row * fine.columns + column] = heldX;
      fine.y[row * fine.columns + column] = heldY;
    }
  }
}

/** A value between two of the numbers. */
export function between(values: Float32Array, at: number): number {
  const left = Math.min(values.length - 2, Math.max(0, Math.floor(at)));
  const share = at - left;
  return (values[left] ?? 0) * (1 - share) + (values[left + 1] ?? 0) * share;
}
