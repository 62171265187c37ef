import { closedLine, mouthPlan, type MouthPlan } from '../../portrait/inside/mouth-plan.js';
import type { Rectangle } from '../../picture/geometry.js';
import type { Picture } from '../../picture/decode-picture.js';
import { toWindow, windowScale, type WindowMap } from '../../portrait/window-map.js';
import type { Kernel } from '../kernel/kernel.js';
import { reserveLayer, type DrawnLayer, type Layer } from '../kernel/layers.js';
import { between, type OpenedMouth } from './lip-motion.js';
import { openingPart } from './opening-part.js';
import { insideLayers, type Cached, type InsideLayers } from './inside-layers.js';
import { InsideView, rimLight, unseen } from './inside-view.js';
import type { MouthLook } from './mouth-look.js';

/** Draws what is seen between the lips of each frame into a layer. */
export class MouthPainter {
  readonly #kernel: Kernel;
  readonly #layer: Layer;
  readonly #window: WindowMap;
  readonly #plan: MouthPlan;
  /** The width of the mouth in pixels of the window, and the blur of an edge in them. */
  readonly #unit: number;
  readonly #edge: number;
  readonly #restLine: number;
  readonly #layers: InsideLayers;
  /** Colors of the layer where nothing is painted. */
  readonly #behind: { readonly luma: Uint8Array; readonly pairs: Uint8Array };
  /** What was painted last, in pixels of the layer. */
  #painted: Rectangle | undefined;

  /** @param parting how far below the line of the contours the lips part, in pixels of the window */
  constructor(
    kernel: Kernel,
    picture: Picture,
    look: MouthLook,
    {
      window,
      parting,
      cached,
    }: { readonly window: WindowMap; readonly parting: number; readonly cached: Cached },
  ) {
    const { row } = windowScale(window);
    this.#kernel = kernel;
    this.#window = window;
    const { contours } = look;
    this.#plan = mouthPlan(contours, picture, parting * row);
    const placed = { parting: parting * row, cached };
    this.#layers = insideLayers(picture, look, this.#plan, placed);
    this.#layer = reserveLayer(kernel, this.#plan.rectangle);
    this.#behind = this.#setBehind();
    this.#unit = this.#plan.width / row;
    this.#edge = (0.9 * Math.max(0.8, this.#layers.softness)) / row;
    const line = closedLine(contours.lips);
    this.#restLine = toWindow(window, line[Math.floor(line.length / 2)] ?? [0, 0])[1] + parting;
  }

  /** @returns undefined if nothing is seen */
  paint(mouth: OpenedMouth): DrawnLayer | undefined {
    this.#clear();
    const part =
      mouth.height < unseen
        ? undefined
        : openingPart(mouth.opening, this.#layer.rectangle, this.#window, this.#edge);
    if (!part) return undefined;
    this.#painted = part;
    this.#paintLuma(mouth, part);
    this.#paintPairs(mouth, part);
    const { x, y } = this.#layer.rectangle;
    return { layer: this.#layer, visible: { ...part, x: x + part.x, y: y + part.y } };
  }

  /** Colors are interpolated, so that those beside the opening count too. */
  #setBehind(): { readonly luma: Uint8Array; readonly pairs: Uint8Array } {
    const { rectangle, luma, pairs } = this.#layer;
    const { cavity } = this.#layers;
    const line = rectangle.width;
    const [lumas, colors] = [
      this.#kernel.bytes(luma, line * rectangle.height),
      this.#kernel.bytes(pairs, (line * rectangle.height) / 2),
    ];
    for (let pixel = 0; pixel < lumas.length; pixel++)
      lumas[pixel] = 16 + rimLight * (cavity[4 * pixel] ?? 0);
    for (let pair = 0; pair < colors.length; pair++) {
      const row = 2 * Math.floor(pair / line);
      const column = 2 * Math.floor((pair % line) / 2);
      colors[pair] = 128 + rimLight * (cavity[4 * (row * line + column) + 1 + (pair % 2)] ?? 0);
    }
    return { luma: lumas.slice(), pairs: colors.slice() };
  }

  /** Takes away what was painted: a frame must not depend on those before it. */
  #clear(): void {
    if (!this.#painted) return;
    const { x, y, width, height } = this.#painted;
    const { rectangle, luma, alpha, pairs, pairAlpha } = this.#layer;
    const line = rectangle.width;
    const area = line * rectangle.height;
    const [lumas, alphas] = [this.#kernel.bytes(luma, area), this.#kernel.bytes(alpha, area)];
    for (let row = y; row < y + height; row++) {
      const [from, to] = [row * line + x, row * line + x + width];
      alphas.fill(0, from, to);
      lumas.set(this.#behind.luma.subarray(from, to), from);
    }
    const [colors, colorAlphas] = [
      this.#kernel.bytes(pairs, area / 2),
      this.#kernel.bytes(pairAlpha, area / 4),
    ];
    for (let row = y / 2; row < (y + height) / 2; row++) {
      const [from, to] = [row * line + x, row * line + x + width];
      colors.set(this.#behind.pairs.subarray(from, to), from);
      colorAlphas.fill(0, from / 2, to / 2);
    }
    this.#painted = undefined;
  }

  #paintLuma(mouth: OpenedMouth, { x: left, y: top, width, height }: Rectangle): void {
    const line = this.#layer.rectangle.width;
    const size = line * this.#layer.rectangle.height;
    const luma = this.#kernel.bytes(this.#layer.luma, size);
    const alpha = this.#kernel.bytes(this.#layer.alpha, size);
    const look = this.#onlooker(mouth);
    for (let row = top; row < top + height; row++) {
      for (let column = left; column < left + width; column++) {
        const opacity = look.at(column, row);
        if (opacity === 0) continue;
        const pixel = row * line + column;
        alpha[pixel] = Math.round(255 * opacity);
        luma[pixel] = Math.round(Math.min(235, Math.max(16, 16 + look.color(0))));
      }
    }
  }

  #paintPairs(mouth: OpenedMouth, { x: left, y: top, width, height }: Rectangle): void {
    const line = this.#layer.rectangle.width;
    const area = line * this.#layer.rectangle.height;
    const pairs = this.#kernel.bytes(this.#layer.pairs, area / 2);
    const alpha = this.#kernel.bytes(this.#layer.alpha, area);
    const pairAlpha = this.#kernel.bytes(this.#layer.pairAlpha, area / 4);
    const look = this.#onlooker(mouth);
    for (let row = top; row < top + height; row += 2) {
      for (let column = left; column < left + width; column += 2) {
        const pixel = row * line + column;
        const opacity =
          ((alpha[pixel - 1] ?? 0) +
            (alpha[pixel - 1 + line] ?? 0) +
            2 * ((alpha[pixel] ?? 0) + (alpha[pixel + line] ?? 0)) +
            (alpha[pixel + 1] ?? 0) +
            (alpha[pixel + 1 + line] ?? 0) +
            4) >>
          3;
        if (opacity === 0) continue;
        look.at(column, row + 0.5, true);
        const pair = (row / 2) * line + column;
        pairAlpha[(row / 2) * (line / 2) + column / 2] = opacity;
        pairs[pair] = Math.round(128 + look.color(1));
        pairs[pair + 1] = Math.round(128 + look.color(2));
      }
    }
  }

  #onlooker({ opening, height }: OpenedMouth): InsideView {
    const { rectangle } = this.#layer;
    const { across, down } = this.#window;
    const { row: perRow } = windowScale(this.#window);
    const rim = between(opening.lower, (opening.lower.length - 1) / 2);
    return new InsideView(this.#layers, opening, {
      rectangle,
      origin: toWindow(this.#window, [rectangle.x + 0.5, rectangle.y + 0.5]),
      across,
      down,
      unit: this.#unit,
      edge: this.#edge,
      drop: Math.max(0, (rim - this.#restLine) * perRow),
      height,
    });
  }
}
