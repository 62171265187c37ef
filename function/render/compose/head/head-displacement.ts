import type { Rectangle } from '../../picture/geometry.js';
import type { Pose } from '../../motion/pose.js';
import { cellSize, type DisplacementFields } from './displacement.js';
import type { Kernel, PlaceAndBounds } from '../kernel/kernel.js';

/** Steps of motion in a pixel. */
const perPixel = 8;
/** Yaw, pitch, roll, breath, and jaw. */
const parts = 5;

/** The displacement of a region in the kernel's memory: at the corners of its cells. */
export class Displacement {
  readonly #kernel: Kernel;
  readonly #region: Rectangle;
  readonly #columns: number;
  readonly #rows: number;
  readonly #fields: number;
  readonly #weights: number;
  readonly #x: number;
  readonly #y: number;
  readonly #marks: number;

  /** @param kinds `[rows, columns]` of the picture's cells; without a head, nothing moves */
  constructor(
    kernel: Kernel,
    region: Rectangle,
    head?: { readonly fields: DisplacementFields; readonly kinds: Uint8Array },
  ) {
    this.#kernel = kernel;
    this.#region = region;
    this.#columns = Math.ceil(region.width / cellSize);
    this.#rows = Math.ceil(region.height / cellSize);
    // The kernel computes four nodes at once.
    const nodes = 4 * Math.ceil(((this.#columns + 1) * (this.#rows + 1)) / 4);
    this.#fields = kernel.reserve(8 * parts * nodes);
    this.#weights = kernel.reserve(4 * parts);
    [this.#x, this.#y] = [kernel.reserve(4 * nodes), kernel.reserve(4 * nodes)];
    const kinds = kernel.reserve(this.#columns * this.#rows);
    this.#marks = kernel.reserve(this.#columns * this.#rows);
    kernel.run.setCells(this.#x, this.#y, kinds, this.#marks);
    if (!head) return;
    this.#setFields(head.fields, nodes);
    const all = head.fields.columns - 1;
    const to = kernel.bytes(kinds, this.#columns * this.#rows);
    const first = (region.y / cellSize) * all + region.x / cellSize;
    for (let row = 0; row < this.#rows; row++) {
      const from = first + row * all;
      to.set(head.kinds.subarray(from, from + this.#columns), row * this.#columns);
    }
  }

  /**
   * Computes the displacement of a pose, and marks the cells that it moves.
   * @param jaw how far the jaw is down, pixels
   */
  set({ yaw, pitch, roll, breath }: Pose, jaw = 0): void {
    const weights = this.#kernel.floats(this.#weights, parts);
    const next = Float32Array.of(yaw, pitch, roll, breath, jaw);
    if (weights.every((weight, part) => weight === next[part])) return;
    weights.set(next);
    this.#kernel.run.displace(this.#fields, this.#weights, parts);
  }

  /** `[rows + 1, columns + 1]` each, eighths of a pixel. */
  get nodes(): { readonly x: Int32Array; readonly y: Int32Array } {
    const count = (this.#columns + 1) * (this.#rows + 1);
    return { x: this.#kernel.integers(this.#x, count), y: this.#kernel.integers(this.#y, count) };
  }

  /** Marks the cells of a part of the region, so that they are drawn again. */
  mark({ x, y, width, height }: Rectangle): void {
    const marks = this.#kernel.bytes(this.#marks, this.#columns * this.#rows);
    const [left, top] = [Math.floor(x / cellSize), Math.floor(y / cellSize)];
    const right = Math.min(this.#columns, Math.ceil((x + width) / cellSize));
    for (let row = top; row < Math.min(this.#rows, Math.ceil((y + height) / cellSize)); row++)
      marks.fill(1, row * this.#columns + left, row * this.#columns + right);
  }

  /**
   * Where in the region a rectangle of the picture is seen.
   * @param beyond pixels around the rectangle that show something of it
   * @returns even position and size
   */
  seen(rectangle: Rectangle, beyond = 0): Rectangle {
    const place = this.place(rectangle);
    const grown = 64 - beyond;
    const around = { x: place.x - 64, y: place.y - 64, width: place.width + 128, height: place.height + 128 };
    const x = this.#range(this.#x, around);
    const y = this.#range(this.#y, around);
    const even = (from: number, to: number, limit: number) => {
      const start = 2 * Math.floor(Math.min(limit, Math.max(0, from)) / 2);
      return [start, Math.max(0, Math.min(limit, 2 * Math.ceil(to / 2)) - start)] as const;
    };
    const [left, width] = even(
      around.x + grown - x.most,
      around.x + around.width - grown - x.least,
      this.#columns * cellSize,
    );
    const [top, height] = even(
      around.y + grown - y.most,
      around.y + around.height - grown - y.least,
      this.#rows * cellSize,
    );
    return { x: left, y: top, width, height };
  }

  /** A rectangle of the picture in pixels of the region. */
  place({ x, y, width, height }: Rectangle): Rectangle {
    return { x: x - this.#region.x, y: y - this.#region.y, width, height };
  }

  /** The parameters of the kernel for a rectangle that is seen somewhere. */
  bounds(rectangle: Rectangle, seen: Rectangle): PlaceAndBounds {
    const { x, y, width, height } = this.place(rectangle);
    return [x, y, width, height, seen.x, seen.x + seen.width, seen.y, seen.y + seen.height];
  }

  #setFields(fields: DisplacementFields, nodes: number): void {
    const to = this.#kernel.floats(this.#fields, 2 * parts * nodes);
    const [left, top] = [this.#region.x / cellSize, this.#region.y / cellSize];
    for (let part = 0; part < parts; part++) {
      for (const [axis, values] of [fields.x[part], fields.y[part]].entries()) {
        for (let row = 0; row <= this.#rows; row++) {
          const from = (top + row) * fields.columns + left;
          const at = (2 * part + axis) * nodes + row * (this.#columns + 1);
          for (let column = 0; column <= this.#columns; column++)
            to[at + column] = perPixel * (values?.[from + column] ?? 0);
        }
      }
    }
  }

  /** The least and the largest displacement within a part of the region, whole pixels. */
  #range(nodes: number, { x, y, width, height }: Rectangle): { least: number; most: number } {
    const line = this.#columns + 1;
    const values = this.#kernel.integers(nodes, line * (this.#rows + 1));
    const column = (value: number) => Math.min(this.#columns, Math.max(0, value));
    const row = (value: number) => Math.min(this.#rows, Math.max(0, value));
    const [left, right] = [column(Math.floor(x / cellSize)), column(Math.ceil((x + width) / cellSize))];
    const [top, bottom] = [row(Math.floor(y / cellSize)), row(Math.ceil((y + height) / cellSize))];
    let [least, most] = [Infinity, -Infinity];
    for (let at = top; at <= bottom; at++) {
      for (let node = at * line + left; node <= at * line + right; node++) {
        const value = values[node] ?? 0;
        if (value < least) least = value;
        if (value > most) most = value;
      }
    }
    return { least: Math.floor(least / perPixel), most: Math.ceil(most / perPixel) };
  }
}
