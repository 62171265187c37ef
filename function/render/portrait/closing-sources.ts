import type { ClosingField } from './closing-field.js';

/** Nodes of the grid across the face. */
const nodes = 200;
/** Halvings of the interval in which a source is looked for. */
const halvings = 24;

/** Where what is seen at a position of the closed mouth comes from: heights in the frame of the mouth. */
export interface ClosingSource {
  /** Where the lips meet. */
  readonly line: number;
  readonly above: number;
  readonly below: number;
}

/** The way back along a motion, computed at the nodes of a grid and interpolated between them. */
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
    const [x, y] = [(u + side) / this.#step, (v - top) / this.#step];
    const column = Math.min(this.#columns - 2, Math.floor(x));
    const row = Math.min(this.#rows - 2, Math.floor(y));
    const [across, down] = [x - column, y - row];
    const between = (values: Float64Array, at: number) =>
      (values[at] ?? 0) * (1 - across) + (values[at + 1] ?? 0) * across;
    const at = row * this.#columns + column;
    const height = (values: Float64Array) =>
      between(values, at) * (1 - down) + between(values, at + this.#columns) * down;
    return {
      line: between(this.#lines, column),
      above: height(this.#above),
      below: height(this.#below),
    };
  }
}

/** The height that moves to `v`; a motion never changes the order of heights. */
function sourceOf(v: number, motion: (height: number) => number, reach: number): number {
  let [from, to] = [v - reach, v + reach];
  for (let halving = 0; halving < halvings; halving++) {
    const middle = (from + to) / 2;
    if (middle + motion(middle) < v) from = middle;
    else to = middle;
  }
  return (from + to) / 2;
}
