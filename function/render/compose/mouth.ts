import { blueOf, lumaOf, redOf } from '../picture/planes.js';
import { windowSize } from '../portrait/drawn-mouths.js';
import { toWindow, type WindowMap } from '../portrait/window-map.js';
import type { Rectangle } from '../picture/geometry.js';
import type { MouthInput } from './frame-input.js';
import type { Kernel } from './kernel/kernel.js';
import { reserveLayer, type Layer } from './kernel/layers.js';
import { MouthSheet, sheetSize } from './mouth-sheet.js';

/** The mouth of a frame, in the kernel's memory. */
export interface PreparedMouth {
  /** Address: `[height, width, 2]` i16 of the patch, 64ths of a pixel. */
  readonly motion: number;
  /** What hides the portrait, from back to front. */
  readonly layers: readonly Layer[];
}

/** Brings the mouth of each frame to the pixels of a portrait's patch. */
export class Mouth {
  readonly patch: Rectangle;
  readonly #kernel: Kernel;
  readonly #sheets: MouthSheet;
  readonly #window: WindowMap;
  readonly #steps: number;
  readonly #sheet: number;
  readonly #colors: number;
  readonly #mask: number;
  readonly #motion: number;
  readonly #drawn: Layer;

  /** @param mask `[height, width]` of the patch, 0..1 */
  constructor(kernel: Kernel, patch: Rectangle, mask: Float32Array, window: WindowMap) {
    this.patch = patch;
    this.#kernel = kernel;
    this.#window = window;
    this.#sheets = new MouthSheet(window);
    // Pixels of the window for each of the picture's: more than one in a small face.
    this.#steps = Math.max(1, Math.round(Math.hypot(...window.across)));
    this.#sheet = kernel.reserve(16 * sheetSize.rows * sheetSize.columns);
    this.#colors = kernel.reserve(16 * windowSize.height * windowSize.width);
    this.#mask = kernel.reserve(4 * mask.length);
    kernel.floats(this.#mask, mask.length).set(mask);
    clearBorder(kernel.floats(this.#mask, mask.length), patch);
    this.#motion = kernel.reserve(4 * mask.length);
    this.#drawn = reserveLayer(kernel, patch);
  }

  prepare(mouth: MouthInput): PreparedMouth {
    const { run } = this.#kernel;
    const { width, height } = this.patch;
    const sheet = this.#kernel.floats(this.#sheet, 4 * sheetSize.rows * sheetSize.columns);
    this.#sheets.fill(sheet, mouth, mouth.strength);
    this.#setMap(2);
    const { alpha, pairAlpha, luma, pairs } = this.#drawn;
    const opacity = run.enlargeSheet(
      this.#sheet,
      sheetSize.rows,
      sheetSize.columns,
      this.#mask,
      width,
      height,
      this.#motion,
      alpha,
      pairAlpha,
    );
    if (opacity === 0) return { motion: this.#motion, layers: [] };
    this.#setColors(mouth.drawn);
    this.#setMap(1);
    const size = [windowSize.height, windowSize.width] as const;
    run.enlargeColors(this.#colors, ...size, this.#steps, width, height, alpha, pairAlpha, luma, pairs);
    return { motion: this.#motion, layers: [this.#drawn] };
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

/** The kernel interpolates up to the border, and expects nothing beyond it. */
function clearBorder(mask: Float32Array, { width, height }: Rectangle): void {
  mask.fill(0, 0, width);
  mask.fill(0, (height - 1) * width);
  for (let row = 0; row < height; row++) {
    mask[row * width] = 0;
    mask[(row + 1) * width - 1] = 0;
  }
}
