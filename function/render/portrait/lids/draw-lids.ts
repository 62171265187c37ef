import { boundingRectangle } from '../../picture/bounding-rectangle.js';
import type { Rectangle } from '../../picture/geometry.js';
import { fromFrame, toFrame } from '../../face/mouth-frame.js';
import { colorAt, colorInto } from '../../picture/color-at.js';
import { cutPixels } from '../../picture/cut-pixels.js';
import type { Picture } from '../../picture/decode-picture.js';
import { smoothStep } from '../../numeric/smooth-step.js';
import { lumaAt, type EyeOutline } from './eye-outline.js';
import type { LidSkin } from './lid-skin.js';

/** Where the lids meet, from the upper rim of the open eye to the lower one: the lower lid rises a little. */
const meeting = 0.86;
/** How far up lashes are seen, in widths of the eye. */
const lashLength = 0.11;
/** The thickness of the rim, in widths of the eye. */
const rim = 0.012;

/** What is below the lower rim for sure, in widths of the eye. */
const rimMargin = 0.06;

/**
 * Draws the lids of an eye from their own skin, at the portrait's resolution: the skin of the upper lid is
 * stretched over the eye, shaded as a ball, and ends in a dark rim whose lashes turn down; the lower lid
 * rises a little.
 */
export class LidDrawing {
  /** The part of the picture that the lids change, of even position and size. */
  readonly rectangle: Rectangle;
  readonly #picture: Picture;
  readonly #eye: EyeOutline;
  readonly #skin: LidSkin;

  constructor(picture: Picture, eye: EyeOutline, skin: LidSkin) {
    this.#picture = picture;
    this.#eye = eye;
    this.#skin = skin;
    this.rectangle = bounds(picture, eye, skin);
  }

  /**
   * @param closing 0 open as in the portrait … 1 closed
   * @returns `[height, width, 3]` RGB of the rectangle
   */
  at(closing: number): Uint8Array {
    if (closing === 0) return cutPixels(this.#picture.rgb, this.#picture.width, this.rectangle, 3);
    return drawPosition(this.#picture, this.#eye, this.#skin, { rectangle: this.rectangle, closing });
  }
}

/** Colors of a pixel's sources, used again for each pixel. */
const [lidPixel, lowerPixel] = [new Float64Array(3), new Float64Array(3)];

function drawPosition(
  picture: Picture,
  eye: EyeOutline,
  skin: LidSkin,
  { rectangle, closing }: { readonly rectangle: Rectangle; readonly closing: number },
): Uint8Array {
  const pixels = cutPixels(picture.rgb, picture.width, rectangle, 3);
  const { frame, width } = eye;
  const darkest = rimColor(picture, eye);
  const column = lidColumns(eye, skin, closing);
  const gain = lidGain(picture, eye, skin);
  for (let row = 0; row < rectangle.height; row++) {
    for (let across = 0; across < rectangle.width; across++) {
      const [u, v] = toFrame(frame, [rectangle.x + across + 0.5, rectangle.y + row + 0.5]);
      const lid = column(u);
      if (!lid || v <= lid.top || v >= lid.end) continue;
      const { grow } = lid;
      const at = 3 * (row * rectangle.width + across);
      // How much of the pixel is the upper lid, and how much the lower one.
      const upper = Math.min(1, Math.max(0, lid.line - v + 0.5));
      const lower = Math.min(1, Math.max(0, v - lid.low + 0.5)) * (1 - upper);
      const share = Math.min(1, Math.max(0, (v - lid.top) / Math.max(1, lid.line - lid.top)));
      const smooth = 0.85 * grow * smoothStep(0, 0.3, share);
      const lidSource = fromFrame(frame, [u, lid.top + share * (lid.source - lid.top)]);
      const lidColor = skin.colorAt(u, share);
      const ball =
        (1 + (gain - 1) * grow * smoothStep(0.1, 0.7, share)) *
        (1 + grow * (0.05 * Math.sin(Math.PI * share) - 0.07 * share ** 6));
      const lowerSource = fromFrame(frame, [
        u,
        v + lid.rise * (1 - smoothStep(0, 0.28 * width, v - lid.low)),
      ]);
      // The lid throws shade on the eye below it.
      const shade = 1 - 0.4 * grow * Math.exp(-Math.max(0, v - lid.line) / (0.045 * width));
      const line = 0.8 * grow * Math.exp(-(((v - lid.line) / Math.max(0.8, rim * width)) ** 2));
      const lashes = lashAt(picture, eye, skin, { u, below: v - lid.line, closing }) * grow;
      if (upper > 0) colorInto(lidPixel, picture, ...lidSource);
      if (lower > 0) colorInto(lowerPixel, picture, ...lowerSource);
      for (const channel of [0, 1, 2] as const) {
        const own = pixels[at + channel] ?? 0;
        let color = 0;
        if (upper > 0) {
          const drawn = lidPixel[channel] ?? 0;
          color += upper * ball * (drawn + smooth * (lidColor[channel] - drawn));
        }
        if (lower > 0) color += lower * (lowerPixel[channel] ?? 0);
        color += (1 - upper - lower) * own * shade;
        color = color * (1 - lashes) + darkest[channel] * lashes;
        color += line * (darkest[channel] - color);
        pixels[at + channel] = Math.min(255, Math.max(0, Math.round(color)));
      }
    }
  }
  return pixels;
}

/** The least brightness of a lid relative to the skin below the eye, and the most that it is raised by. */
const [minLidLight, maxGain] = [0.78, 1.2] as const;

/** The skin of an eye that lies deep is in the shade of the brow; the lid that comes down is not. */
function lidGain(picture: Picture, { frame, width, lower }: EyeOutline, { colors }: LidSkin): number {
  const lumas = colors.map(([red, green, blue]) => 0.299 * red + 0.587 * green + 0.114 * blue);
  const lid = lumas.reduce((sum, luma) => sum + luma, 0) / lumas.length;
  const places = [-0.3, -0.15, 0, 0.15, 0.3].map((share) => share * width);
  const below =
    places.map((u) => lumaAt(picture, frame, u, lower(u) + 0.17 * width)).sort((a, b) => a - b)[2] ?? 0;
  return Math.min(maxGain, Math.max(1, (minLidLight * below) / Math.max(1, lid)));
}

/** The heights of the lids along one line from the brow to the cheek. */
interface LidColumn {
  /** Where the upper lid begins, and where in the open eye its skin ends. */
  readonly top: number;
  readonly source: number;
  /** The rim of the upper lid, that of the lower one, how far the latter rose, and where that ends. */
  readonly line: number;
  readonly low: number;
  readonly rise: number;
  readonly end: number;
  /** 0 in the corners of the eye, where nothing moves, to 1. */
  readonly grow: number;
}

function lidColumns(
  { width, frame, upper, lower }: EyeOutline,
  skin: LidSkin,
  closing: number,
): (u: number) => LidColumn | undefined {
  return (u) => {
    if (Math.abs(u) >= frame.half) return undefined;
    const opening = lower(u) - upper(u);
    if (opening <= 0) return undefined;
    const line = upper(u) + opening * meeting * closing;
    const closed = lower(u) - opening * (1 - meeting) * closing;
    // The edge of the mesh lies a little above the lower rim.
    const rise = opening * (1 - meeting) * closing + rimMargin * width * closing;
    const grow = Math.min(1, (line - upper(u)) / (0.1 * width));
    const low = Math.max(line, closed);
    const roots = skin.roots(u);
    const source = upper(u) - grow * (upper(u) - roots);
    return { top: skin.top(u), source, line, low, rise, end: lower(u) + 0.3 * width, grow };
  };
}

/**
 * How much of a pixel the upper lashes cover. Seen from the front, they get shorter while the lid goes
 * down, point at the viewer, and then hang from the rim.
 * @param place how far across and below the rim the pixel lies
 */
function lashAt(
  picture: Picture,
  { frame, width, upper }: EyeOutline,
  skin: LidSkin,
  { u, below, closing }: { readonly u: number; readonly below: number; readonly closing: number },
): number {
  const direction = 1 - 1.85 * closing;
  const height = -below / (Math.abs(direction) < 0.15 ? 0.15 * Math.sign(direction || 1) : direction);
  if (height < 0 || height > lashLength * width) return 0;
  const behind = skin.colorAt(u, 1);
  const light = 0.299 * behind[0] + 0.587 * behind[1] + 0.114 * behind[2];
  const dark = 1 - lumaAt(picture, frame, u, upper(u) - height) / Math.max(1, 0.94 * light);
  const toTip = 1 - smoothStep(0.4, 1, height / (lashLength * width));
  return Math.min(0.85, Math.max(0, 1.15 * dark)) * toTip;
}

/** The color of the rim: among the darkest of the open eye. */
function rimColor(
  picture: Picture,
  { frame, width, upper, lower }: EyeOutline,
): readonly [number, number, number] {
  const found: { color: [number, number, number]; luma: number }[] = [];
  for (let index = 0; index < 240; index++) {
    const u = ((index % 24) / 23 - 0.5) * 0.8 * width;
    const share = Math.floor(index / 24) / 9;
    const [x, y] = fromFrame(frame, [u, upper(u) + share * (lower(u) - upper(u))]);
    const color: [number, number, number] = [
      colorAt(picture, x, y, 0),
      colorAt(picture, x, y, 1),
      colorAt(picture, x, y, 2),
    ];
    found.push({ color, luma: color[0] + color[1] + color[2] });
  }
  found.sort((a, b) => a.luma - b.luma);
  return found[Math.floor(0.06 * found.length)]?.color ?? [0, 0, 0];
}

/** The part of the picture that the lids change. */
function bounds(picture: Picture, { frame, width, lower }: EyeOutline, { top }: LidSkin): Rectangle {
  const places: [number, number][] = [];
  for (let index = 0; index <= 16; index++) {
    const u = (index / 8 - 1) * frame.half;
    places.push(fromFrame(frame, [u, top(u)]), fromFrame(frame, [u, lower(u) + 0.3 * width]));
  }
  return boundingRectangle(places, picture, { marginPx: 1, multiple: 2, minSize: 2 });
}
