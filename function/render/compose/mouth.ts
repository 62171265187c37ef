import { blueOf, lumaOf, redOf } from '../picture/planes.js';
import type { Rectangle } from '../picture/geometry.js';
import { windowSize } from '../portrait/drawn-mouths.js';
import { toPicture, toWindow, windowScale, type WindowMap } from '../portrait/window-map.js';
import type { MouthInput } from './frame-input.js';
import type { Bounds, Kernel } from './kernel/kernel.js';
import { reserveLayer, type Layer } from './kernel/layers.js';
import { MouthSheet, sheetSize } from './mouth-sheet.js';

/** A layer, and the part of the picture in which it is not transparent, of even position and size. */
export interface DrawnLayer {
  readonly layer: Layer;
  readonly visible: Rectangle;
}

/** Brings the mouth of each frame to the pixels of a portrait's patch. */
export class Mouth {
  readonly patch: Rectangle;
  readonly #kernel: Kernel;
  readonly #sheets: MouthSheet;
  readonly #window: WindowMap;
  readonly #mask: number;
  readonly #sheet: number;
  readonly #colors: number;
  readonly #drawn: Layer;
  readonly #motion: MotionGrid;
  /** Samples in each direction for a pixel: more than one in a small face. */
  readonly #steps: number;

  /** @param mask `[height, width]` of the patch, 0..1 */
  constructor(kernel: Kernel, patch: Rectangle, mask: Float32Array, window: WindowMap) {
    this.patch = patch;
    this.#kernel = kernel;
    this.#window = window;
    this.#sheets = new MouthSheet(window);
    this.#steps = Math.max(1, Math.round(Math.hypot(...window.across)));
    this.#sheet = kernel.reserve(16 * sheetSize.rows * sheetSize.columns);
    this.#colors = kernel.reserve(16 * windowSize.height * windowSize.width);
    this.#mask = kernel.reserve(4 * mask.length);
    kernel.floats(this.#mask, mask.length).set(mask);
    clearBorder(kernel.floats(this.#mask, mask.length), patch);
    this.#motion = reserveGrid(kernel, patch, kernel.floats(this.#mask, mask.length), window);
    this.#drawn = reserveLayer(kernel, patch);
  }

  /** Computes the mouth of a frame: its motion for the kernel, and what hides the portrait. */
  prepare(mouth: MouthInput): DrawnLayer | undefined {
    const { run } = this.#kernel;
    const size = [sheetSize.rows, sheetSize.columns] as const;
    const sheet = this.#kernel.floats(this.#sheet, 4 * size[0] * size[1]);
    const opening = this.#sheets.fill(sheet, mouth, mouth.strength);
    this.#setMap(2);
    if (mouth.detail) {
      const { mask, width, height, step, motion } = this.#motion;
      run.enlargeMotion(this.#sheet, ...size, mask, width, height, 2 ** step, motion);
      run.setMotion(motion, width, height, step);
    }
    const visible = opening && this.#seen(opening);
    if (!visible) return undefined;
    const { width } = this.patch;
    const { alpha, pairAlpha, luma, pairs } = this.#drawn;
    const part = boundsIn(this.patch, visible);
    // A layer is transparent where it is not drawn.
    this.#kernel.bytes(alpha, width * this.patch.height).fill(0);
    this.#kernel.bytes(pairAlpha, (width * this.patch.height) / 4).fill(0);
    run.enlargeOpacity(this.#sheet, ...size, this.#mask, width, alpha, pairAlpha, ...part);
    this.#setColors(mouth.drawn);
    this.#setMap(1);
    run.enlargeColors(
      this.#colors,
      windowSize.height,
      windowSize.width,
      this.#steps,
      width,
      alpha,
      pairAlpha,
      luma,
      pairs,
      ...part,
    );
    return { layer: this.#drawn, visible };
  }

  /** @param scale places of the grid for each pixel of the window */
  #setMap(scale: number): void {
    const { across, down } = this.#window;
    const [x, y] = toWindow(this.#window, [this.patch.x + 0.5, this.patch.y + 0.5]);
    this.#kernel.run.setMap(
      scale * across[0],
      scale * across[1],
      scale * down[0],
      scale * down[1],
      scale * x - 0.5,
      scale * y - 0.5,
    );
  }

  /** Where a part of the sheet is seen in the patch; undefined if nowhere. */
  #seen({ x, y, width, height }: Rectangle): Rectangle | undefined {
    const corners = [x - 1, x + width + 1].flatMap((column) =>
      [y - 1, y + height + 1].map((row) => toPicture(this.#window, [column / 2, row / 2])),
    );
    const range = (values: readonly number[], from: number, length: number) => {
      const first = Math.max(from, 2 * Math.floor(Math.min(...values) / 2) - 2);
      const last = Math.min(from + length, 2 * Math.ceil(Math.max(...values) / 2) + 2);
      return [first, last - first] as const;
    };
    const [left, wide] = range(
      corners.map(([at]) => at),
      this.patch.x,
      this.patch.width,
    );
    const [top, high] = range(
      corners.map(([, at]) => at),
      this.patch.y,
      this.patch.height,
    );
    return wide > 0 && high > 0 ? { x: left, y: top, width: wide, height: high } : undefined;
  }

  /** @param drawn `[44, 68, 3]` RGB */
  #setColors(drawn: Uint8Array): void {
    const colors = this.#kernel.floats(this.#colors, 4 * windowSize.height * windowSize.width);
    for (let from = 0, to = 0; from < drawn.length; from += 3, to += 4) {
      const [r, g, b] = [drawn[from] ?? 0, drawn[from + 1] ?? 0, drawn[from + 2] ?? 0];
      colors[to] = lumaOf(r, g, b);
      colors[to + 1] = blueOf(r, g, b);
      colors[to + 2] = redOf(r, g, b);
    }
  }
}

/** The grid on which the motion of a patch is computed: about as fine as the network's. */
interface MotionGrid {
  readonly width: number;
  readonly height: number;
  /** The spacing is 2 to this power, in pixels. */
  readonly step: number;
  /** Addresses: `[height, width]` f32 and `[height, width, 2]` i16. */
  readonly mask: number;
  readonly motion: number;
}

function reserveGrid(kernel: Kernel, patch: Rectangle, mask: Float32Array, window: WindowMap): MotionGrid {
  const { column, row } = windowScale(window);
  const step = Math.max(0, Math.floor(Math.log2(Math.min(column, row))));
  const [width, height] = [Math.ceil(patch.width / 2 ** step) + 1, Math.ceil(patch.height / 2 ** step) + 1];
  const grid = { width, height, step, mask: kernel.reserve(4 * width * height) };
  const motion = kernel.reserve(4 * width * height);
  const values = kernel.floats(grid.mask, width * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const [px, py] = [x * 2 ** step, y * 2 ** step];
      values[y * width + x] = px < patch.width && py < patch.height ? (mask[py * patch.width + px] ?? 0) : 0;
    }
  }
  return { ...grid, motion };
}

function boundsIn(patch: Rectangle, { x, y, width, height }: Rectangle): Bounds {
  return [x - patch.x, x - patch.x + width, y - patch.y, y - patch.y + height];
}

/** The kernel interpolates up to the border, and expects nothing beyond it. */
function clearBorder(mask: Float32Array, { width, height }: Rectangle): void {
  mask.fill(0, 0, width);
  mask.fill(0, (height - 1) * width);
  for (let row = 0; row < height; row++) {
    mask[row * width] = 0;
    mask[(row + 1) * width - 1] = 0;
  }
}
