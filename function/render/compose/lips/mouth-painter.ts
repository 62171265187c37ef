import { closedLine, mouthPlan, type MouthPlan } from '../../portrait/inside/mouth-plan.js';
import type { Rectangle } from '../../picture/geometry.js';
import type { Picture } from '../../picture/decode-picture.js';
import { toWindow, windowScale, type WindowMap } from '../../portrait/window-map.js';
import type { Kernel } from '../kernel/kernel.js';
import { reserveLayer, type DrawnLayer, type Layer } from '../kernel/layers.js';
import { between, type OpenedMouth } from './lip-motion.js';
import { openingPart } from './opening-part.js';
import { insideLayers, type Cached, type InsideLayers } from './inside-layers.js';
import type { MouthLook } from './mouth-look.js';

/** Widths of the mouth: over which the upper lip throws shade on the teeth, and both rims into the opening. */
const shade = { teeth: 0.05, tongue: 0.08, above: 0.014, below: 0.011 } as const;
/** Light that is left in the shade. */
const ambient = { teeth: 0.58, tongue: 0.6, rim: 0.55 } as const;
/** Openings in which tongue and lower teeth begin to be seen, in widths of the mouth. */
const jawSeen = { from: 0.05, to: 0.13 } as const;
/** Openings of pixels of the window that are not seen, and that are seen fully. */
const [unseen, seen] = [0.3, 0.8] as const;

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
  /** What was painted last, in pixels of the layer. */
  #painted: Rectangle | undefined;

  /** @param parting how far below the line of the contours the lips part, in pixels of the window */
  constructor(
    kernel: Kernel,
    picture: Picture,
    { contours, tone }: MouthLook,
    {
      window,
      parting,
      cached,
    }: { readonly window: WindowMap; readonly parting: number; readonly cached: Cached },
  ) {
    const { row } = windowScale(window);
    this.#kernel = kernel;
    this.#window = window;
    this.#plan = mouthPlan(contours, picture, parting * row);
    const placed = { parting: parting * row, cached };
    this.#layers = insideLayers(picture, { contours, tone }, this.#plan, placed);
    this.#layer = reserveLayer(kernel, this.#plan.rectangle);
    this.#setBehind();
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
  #setBehind(): void {
    const { rectangle, luma, pairs } = this.#layer;
    const { cavity } = this.#layers;
    const line = rectangle.width;
    const [lumas, colors] = [
      this.#kernel.bytes(luma, line * rectangle.height),
      this.#kernel.bytes(pairs, (line * rectangle.height) / 2),
    ];
    for (let pixel = 0; pixel < lumas.length; pixel++)
      lumas[pixel] = 16 + ambient.rim * (cavity[4 * pixel] ?? 0);
    for (let pair = 0; pair < colors.length; pair++) {
      const row = 2 * Math.floor(pair / line);
      const column = 2 * Math.floor((pair % line) / 2);
      colors[pair] = 128 + ambient.rim * (cavity[4 * (row * line + column) + 1 + (pair % 2)] ?? 0);
    }
  }

  #clear(): void {
    if (!this.#painted) return;
    const { x, y, width, height } = this.#painted;
    const line = this.#layer.rectangle.width;
    const alpha = this.#kernel.bytes(this.#layer.alpha, line * this.#layer.rectangle.height);
    for (let row = y; row < y + height; row++) alpha.fill(0, row * line + x, row * line + x + width);
    const pairAlpha = this.#kernel.bytes(this.#layer.pairAlpha, alpha.length / 4);
    for (let row = y / 2; row < (y + height) / 2; row++)
      pairAlpha.fill(0, (row * line) / 2 + x / 2, (row * line) / 2 + (x + width) / 2);
    this.#painted = undefined;
  }

  #paintLuma(mouth: OpenedMouth, { x: left, y: top, width, height }: Rectangle): void {
    const line = this.#layer.rectangle.width;
    const size = line * this.#layer.rectangle.height;
    const luma = this.#kernel.bytes(this.#layer.luma, size);
    const alpha = this.#kernel.bytes(this.#layer.alpha, size);
    const at = this.#sampler(mouth);
    for (let row = top; row < top + height; row++) {
      for (let column = left; column < left + width; column++) {
        const opacity = at(column, row);
        if (opacity === 0) continue;
        const pixel = row * line + column;
        alpha[pixel] = Math.round(255 * opacity);
        luma[pixel] = Math.round(Math.min(235, Math.max(16, 16 + found.luma)));
      }
    }
  }

  #paintPairs(mouth: OpenedMouth, { x: left, y: top, width, height }: Rectangle): void {
    const line = this.#layer.rectangle.width;
    const area = line * this.#layer.rectangle.height;
    const pairs = this.#kernel.bytes(this.#layer.pairs, area / 2);
    const alpha = this.#kernel.bytes(this.#layer.alpha, area);
    const pairAlpha = this.#kernel.bytes(this.#layer.pairAlpha, area / 4);
    const at = this.#sampler(mouth);
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
        at(column, row + 0.5, true);
        const pair = (row / 2) * line + column;
        pairAlpha[(row / 2) * (line / 2) + column / 2] = opacity;
        pairs[pair] = Math.round(128 + found.blue);
        pairs[pair + 1] = Math.round(128 + found.red);
      }
    }
  }

  /**
   * @returns a function that finds the color at a place of the layer, and returns its opacity, 0..1; where it
   *   is 0, it finds no color unless it is asked for
   */
  #sampler({ opening, height }: OpenedMouth): (column: number, row: number, always?: boolean) => number {
    const { rectangle } = this.#layer;
    const { across, down } = this.#window;
    const [originX, originY] = toWindow(this.#window, [rectangle.x + 0.5, rectangle.y + 0.5]);
    const { left, right, upper, lower } = opening;
    const columns = upper.length - 1;
    const { cavity, jaw, teeth } = this.#layers;
    const { row: perRow } = windowScale(this.#window);
    const drop = Math.max(0, (between(lower, columns / 2) - this.#restLine) * perRow);
    const jawShare = ramp((height / this.#unit - jawSeen.from) / (jawSeen.to - jawSeen.from));
    const line = rectangle.width;
    return (column, row, always = false) => {
      const x = originX + column * across[0] + row * down[0];
      const y = originY + column * across[1] + row * down[1];
      if (!always && (x <= left || x >= right)) return 0;
      const place = Math.min(columns, Math.max(0, ((x - left) / (right - left)) * columns));
      const [rise, fall] = [between(upper, place), between(lower, place)];
      const [above, below] = [y - rise, fall - y];
      const opacity =
        ramp(above / this.#edge + 0.5) *
        ramp(below / this.#edge + 0.5) *
        ramp((fall - rise - unseen) / (seen - unseen));
      if (opacity === 0 && !always) return 0;
      const pixel = Math.min(rectangle.height - 1, Math.floor(row)) * line + column;
      const fromTop = Math.max(0, above) / this.#unit;
      const fromBottom = Math.max(0, below) / this.#unit;
      const source = Math.max(0, row - drop);
      const near = Math.min(rectangle.height - 2, Math.floor(source));
      const share = Math.min(1, source - near);
      const [jawAbove, jawBelow] = [4 * (near * line + column), 4 * ((near + 1) * line + column)];
      const jawAt = (part: number) =>
        (jaw[jawAbove + part] ?? 0) * (1 - share) + (jaw[jawBelow + part] ?? 0) * share;
      const jawCover = jawShare * jawAt(3);
      const toothCover = teeth[4 * pixel + 3] ?? 0;
      const jawLight = ambient.tongue + (1 - ambient.tongue) * ramp(fromTop / shade.tongue);
      const toothLight = ambient.teeth + (1 - ambient.teeth) * ramp(fromTop / shade.teeth) ** 0.8;
      const rim = ramp(Math.min(fromTop / shade.above, fromBottom / shade.below));
      const light = ambient.rim + (1 - ambient.rim) * rim;
      const mixed = (part: number) => {
        const behind = cavity[4 * pixel + part] ?? 0;
        const lowered = behind + jawCover * (jawAt(part) * jawLight - behind);
        return light * (lowered + toothCover * ((teeth[4 * pixel + part] ?? 0) * toothLight - lowered));
      };
      found.luma = mixed(0);
      found.blue = mixed(1);
      found.red = mixed(2);
      return opacity;
    };
  }
}

/** The color that a sampler found, around black. One object, so that no memory is allocated for a pixel. */
const found = { luma: 0, blue: 0, red: 0 };

function ramp(value: number): number {
  return value <= 0 ? 0 : value >= 1 ? 1 : value;
}
