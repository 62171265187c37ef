import { blueOf, lumaOf, redOf } from '../picture/planes.js';
import type { Rectangle } from '../picture/geometry.js';
import { windowSize } from '../portrait/drawn-mouths.js';
import { toPicture, toWindow, windowScale, type WindowMap } from '../portrait/window-map.js';
import type { FaceContours } from '../face/face-contours.js';
import type { MouthInput } from './frame-input.js';
import type { Kernel } from './kernel/kernel.js';
import { reserveLayer, type DrawnLayer, type Layer } from './kernel/layers.js';
import { closedLine } from '../portrait/inside/mouth-plan.js';
import type { Picture } from '../picture/decode-picture.js';
import type { FaceMotion } from './lips/face-motion.js';
import type { Cached } from './lips/inside-layers.js';
import { LipMotion, type OpenedMouth } from './lips/lip-motion.js';
import type { MouthLook } from './lips/mouth-look.js';
import { MouthPainter } from './lips/mouth-painter.js';
import { partingOffset } from './lips/parting-line.js';
import { boundsIn, clearBorder, reserveMotion, type MotionPlanes } from './motion-planes.js';
import { MouthSheet, sheetSize } from './mouth-sheet.js';
import type { SceneInput } from './scene.js';

/** How far the jaw goes down, relative to the opening of the lips. */
const jawShare = 0.42;
/** The widest opening of the lips that strengths lead to, in widths of the mouth. */
const widest = 0.5;

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
  readonly #motion: MotionPlanes;
  readonly #speaking: { readonly lips: LipMotion; readonly painter: MouthPainter } | undefined;
  #opened: OpenedMouth | undefined;
  /** Samples in each direction for a pixel: more than one in a small face. */
  readonly #steps: number;

  /** @param scene the mask is `[height, width]` of the patch, 0..1 */
  constructor(
    kernel: Kernel,
    {
      patch,
      mask,
      window,
      look,
      picture,
    }: Pick<SceneInput, 'patch' | 'mask' | 'window' | 'look'> & { readonly picture: Picture },
    cached: Cached,
  ) {
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
    this.#motion = reserveMotion(kernel, patch, kernel.floats(this.#mask, mask.length).slice(), window);
    this.#drawn = reserveLayer(kernel, patch);
    this.#speaking = look && speakingMouth(kernel, picture, look, { window, cached });
  }

  /**
   * Opens the mouth of a frame; {@link prepare} follows.
   * @returns how far the jaw goes down, in pixels of the picture
   */
  open({ detail, ...moves }: MouthInput): number {
    this.#opened = detail && this.#speaking?.lips.open(detail.motion, moves);
    if (!this.#opened) return 0;
    return jawShare * this.#opened.height * windowScale(this.#window).row;
  }

  /** Computes the mouth of a frame: its motion for the kernel, and what hides the portrait. */
  prepare(mouth: MouthInput): DrawnLayer | undefined {
    const { run } = this.#kernel;
    const size = [sheetSize.rows, sheetSize.columns] as const;
    const sheet = this.#kernel.floats(this.#sheet, 4 * size[0] * size[1]);
    const opened = this.#opened;
    if (opened) this.#sheets.place(sheet, opened.motion);
    const opening = opened ? undefined : this.#sheets.fill(sheet, mouth, mouth.strength);
    this.#setMap(2);
    if (mouth.detail) {
      const { mask, grid, gridSize, step, x, y, stride } = this.#motion;
      const { width, height } = this.patch;
      run.enlargeMotion(this.#sheet, ...size, mask, ...gridSize, step, grid, width, height, x, y, stride);
      run.setMotion(x, y, width, height, stride);
    }
    if (opened) return this.#speaking?.painter.paint(opened);
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

/** How far the jaw of a portrait goes down at most, in pixels of the picture. */
export function maxJawWay({ lips }: FaceContours): number {
  const [left, right] = [lips.upperInner[0], lips.upperInner.at(-1)];
  if (!left || !right) return 0;
  return jawShare * widest * Math.hypot(right[0] - left[0], right[1] - left[1]);
}

function speakingMouth(
  kernel: Kernel,
  picture: Picture,
  look: MouthLook,
  { window, cached }: { readonly window: WindowMap; readonly cached: Cached },
) {
  const line = closedLine(look.contours.lips).map((point) => toWindow(window, point));
  const { height: rows, width: columns } = windowSize;
  const wide: FaceMotion = {
    ...{ rows, columns, left: 0.5, top: 0.5, step: 1 },
    x: look.wideMotion.subarray(0, rows * columns),
    y: look.wideMotion.subarray(rows * columns),
  };
  const parting = partingOffset(line, wide);
  const painter = new MouthPainter(kernel, picture, look, { window, parting, cached });
  return { lips: new LipMotion(line), painter };
}
