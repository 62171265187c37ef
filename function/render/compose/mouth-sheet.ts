import type { Rectangle } from '../picture/geometry.js';
import { windowSize, type DrawnMouths } from '../portrait/drawn-mouths.js';
import type { FaceMotion } from './lips/face-motion.js';
import type { WindowMap } from '../portrait/window-map.js';

const { height: rows, width: columns } = windowSize;
/** Rows and columns of a sheet: twice the mouth window's. */
export const sheetSize = { rows: 2 * rows, columns: 2 * columns } as const;

/** How far away the motion at another strength is looked up, in pixels of the 96×96 face. */
const maxLookup = 8;
const lookupSteps = 3;
/** Opacity, 0..255, that the network gives to skin that is visible. */
const doubt = 10;
/** Numbers of each place of a sheet. */
const parts = 4;
/** Units of motion in a pixel of the picture. */
const perPixel = 64;

/**
 * Lays out the motion and the opacity of a mouth for the kernel, at a strength.
 *
 * Both belong to pixels of the drawn mouth, so that scaling the motion in place would move the skin, but
 * not the edge of the opening. Instead, place x of the result shows what the drawn mouth has at x', where
 * x = x' + (1 − strength) · motion(x'); x' is found by iteration. Strength 1 is the drawn mouth, and 0 the
 * portrait.
 */
export class MouthSheet {
  readonly #toPicture: readonly [number, number, number, number];
  /** Motion at the sheet's places, in pixels of the face. */
  readonly #x = new Float32Array(4 * rows * columns);
  readonly #y = new Float32Array(4 * rows * columns);

  constructor({ across, down }: Pick<WindowMap, 'across' | 'down'>) {
    // The inverse of the map's linear part.
    const area = across[0] * down[1] - across[1] * down[0];
    const scale = perPixel / area;
    this.#toPicture = [down[1] * scale, -down[0] * scale, -across[1] * scale, across[0] * scale];
  }

  /** Lays out a motion that is known at the sheet's places; the portrait is hidden by other layers. */
  place(sheet: Float32Array, { x, y }: Pick<FaceMotion, 'x' | 'y'>): void {
    const [xx, xy, yx, yy] = this.#toPicture;
    for (let place = 0, to = 0; place < x.length; place++, to += parts) {
      const [right, down] = [x[place] ?? 0, y[place] ?? 0];
      sheet[to] = xx * right + xy * down;
      sheet[to + 1] = yx * right + yy * down;
      sheet[to + 2] = 0;
    }
    return undefined;
  }

  /**
   * @param sheet `[88, 136, 4]`: motion x and y in 64ths of a pixel of the picture, opacity 0..255, 0
   * @returns the part of the sheet that is not transparent; undefined if all is
   */
  fill(sheet: Float32Array, { detail }: DrawnMouths, strength: number): Rectangle | undefined {
    if (!detail) {
      const opacity = 255 * Math.min(1, strength);
      for (let at = 2; at < sheet.length; at += parts) sheet[at] = opacity;
      return opacity > 0 ? { x: 0, y: 0, width: sheetSize.columns, height: sheetSize.rows } : undefined;
    }
    const { motion, hidden } = detail;
    doubled(motion, 0, this.#x);
    doubled(motion, rows * columns, this.#y);
    // Points of the opening have no counterpart in a closed mouth.
    const fade = Math.min(1, 2 * strength);
    const [xx, xy, yx, yy] = this.#toPicture;
    let [left, top, right, bottom] = [sheetSize.columns, sheetSize.rows, -1, -1];
    for (let row = 0, place = 0; row < 2 * rows; row++) {
      for (let column = 0; column < 2 * columns; column++, place++) {
        let x = this.#x[place] ?? 0;
        let y = this.#y[place] ?? 0;
        let opacity = shownOpacity(hidden[place] ?? 0);
        if (strength !== 1) {
          let [atColumn, atRow] = [column, row];
          for (let step = 0; step < lookupSteps; step++) {
            // The sheet has two places for each pixel of the face.
            atColumn = column + 2 * limited((strength - 1) * x);
            atRow = row + 2 * limited((strength - 1) * y);
            x = linearAt(this.#x, atColumn, atRow);
            y = linearAt(this.#y, atColumn, atRow);
          }
          opacity = fade * shownOpacity(linearAt(hidden, atColumn, atRow));
          x *= strength;
          y *= strength;
        }
        const to = parts * place;
        sheet[to] = xx * x + xy * y;
        sheet[to + 1] = yx * x + yy * y;
        sheet[to + 2] = opacity;
        if (opacity === 0) continue;
        if (column < left) left = column;
        if (column > right) right = column;
        if (row < top) top = row;
        bottom = row;
      }
    }
    return right < 0 ? undefined : { x: left, y: top, width: right + 1 - left, height: bottom + 1 - top };
  }
}

/** The network is never quite sure that the portrait is visible; its doubt must not veil the skin. */
function shownOpacity(hidden: number): number {
  return hidden <= doubt ? 0 : ((hidden - doubt) * 255) / (255 - doubt);
}

function limited(offset: number): number {
  return Math.min(maxLookup, Math.max(-maxLookup, offset));
}

/** Doubles a plane `[44, 68]` of some numbers to `[88, 136]`, linearly. */
function doubled(from: Float32Array, first: number, to: Float32Array): void {
  for (let row = 0, place = 0; row < 2 * rows; row++) {
    const near = first + columns * (row >> 1);
    const far = first + columns * neighbor(row, rows);
    for (let column = 0; column < 2 * columns; column++, place++) {
      const left = column >> 1;
      const right = neighbor(column, columns);
      const upper = 3 * (from[near + left] ?? 0) + (from[near + right] ?? 0);
      const lower = 3 * (from[far + left] ?? 0) + (from[far + right] ?? 0);
      to[place] = (3 * upper + lower) / 16;
    }
  }
}

/** The other sample that a doubled place lies next to. */
function neighbor(place: number, count: number): number {
  const sample = place >> 1;
  return Math.min(count - 1, Math.max(0, place % 2 === 0 ? sample - 1 : sample + 1));
}

/** Linear interpolation in a plane `[88, 136]`; beyond it the outermost repeat. */
function linearAt(plane: Float32Array | Uint8Array, column: number, row: number): number {
  const x = Math.min(sheetSize.columns - 1, Math.max(0, column));
  const y = Math.min(sheetSize.rows - 1, Math.max(0, row));
  const left = Math.min(sheetSize.columns - 2, Math.floor(x));
  const top = Math.min(sheetSize.rows - 2, Math.floor(y));
  const at = top * sheetSize.columns + left;
  const below = at + sheetSize.columns;
  const across = x - left;
  const upper = (plane[at] ?? 0) + ((plane[at + 1] ?? 0) - (plane[at] ?? 0)) * across;
  const lower = (plane[below] ?? 0) + ((plane[below + 1] ?? 0) - (plane[below] ?? 0)) * across;
  return upper + (lower - upper) * (y - top);
}
