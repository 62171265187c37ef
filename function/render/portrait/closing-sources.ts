import { sampleBilinear } from '../picture/bilinear.js';
import type { ClosingField } from './closing-field.js';

/** Number of grid nodes across the mouth. */
const nodes = 200;
/** Number of bisection steps that find a source. */
const halvings = 24;

/** Where a pixel of the closed mouth comes from: heights in the coordinates of the mouth. */
export interface ClosingSource {
  /** Where the lips meet. */
  readonly line: number;
  readonly above: number;
  readonly below: number;
}

/** The inverse of a displacement field, computed at the nodes of a grid and interpolated between them. */
export class ClosingSources {
  readonly #field: ClosingField;
  readonly #step: number;
  readonly #rows: number;
  readonly #columns: number;
  readonly #lines: Float64Array;
  readonly #above: Float64Array;
  readonly #below: Float64Array;

  constructor(field: ClosingField) {
    const { columnAt, top, bottom, side } = field;
    this.#field = field;
    this.#step = Math.max(1, (2 * side) / nodes);
    this.#columns = Math.ceil((2 * side) / this.#step) + 1;
    this.#rows = Math.ceil((bottom - top) / this.#step) + 1;
    this.#lines = new Float64Array(this.#columns);
    this.#above = new Float64Array(this.#columns * this.#rows);
    this.#below = new Float64Array(this.#columns * this.#rows);
    for (let column = 0; column < this.#columns; column++) {
      const { line, above, below } = columnAt(column * this.#step - side);
      this.#lines[column] = line;
      for (let row = 0; row < this.#rows; row++) {
        const v = row * this.#step + top;
        this.#above[row * this.#columns + column] = sourceOf(v, above, bottom - top);
        this.#below[row * this.#columns + column] = sourceOf(v, below, bottom - top);
      }
    }
  }

  /** Undefined where nothing moves. */
  sourceAt(u: number, v: number): ClosingSource | undefined {
    const { top, bottom, side } = this.#field;
    if (Math.abs(u) >= side || v <= top || v >= bottom) return undefined;
    const x = (u + side) / this.#step + 0.5;
    const y = (v - top) / this.#step + 0.5;
    const size = { first: 0, width: this.#columns, height: this.#rows };
    return {
      line: sampleBilinear({ ...size, values: this.#lines, height: 1 }, x, 0.5),
      above: sampleBilinear({ ...size, values: this.#above }, x, y),
      below: sampleBilinear({ ...size, values: this.#below }, x, y),
    };
  }
}

/** Finds the height that is displaced to `v`; the field keeps the order of heights. */
function sourceOf(v: number, motion: (height: number) => number, reach: number): number {
  let [from, to] = [v - reach, v + reach];
  for (let halving = 0; halving < halvings; halving++) {
    const middle = (from + to) / 2;
    if (middle + motion(middle) < v) from = middle;
    else to = middle;
  }
  return (from + to) / 2;
}
