import type { PortraitTensors } from './portrait-tensors.js';
import { cutPixels } from '../picture/cut-pixels.js';
import type { Picture } from '../picture/decode-picture.js';
import type { Point, Rectangle } from '../picture/geometry.js';
import { taps, tapsAt, tapWeights, toByte } from '../picture/sharp-samples.js';

/** Pixels that change by less than half a level of 255 are not drawn. */
const minInfluence = 0.5 / 255;

/**
 * The patch of a tilted head, whose mouth is drawn upright. Only the difference between the drawn mouth
 * and the upright face at rest is turned back and added to the portrait, so that pixels that do not
 * change stay exact.
 */
export class TiltedPatch {
  /** `[height, width]`, 0..1: how much of the drawn mouth is visible. */
  readonly mask: Float32Array;
  /** `[height, width, 3]` RGB: the portrait's own pixels. */
  readonly #rest: Uint8Array;
  /** `[upright height, upright width, 3]` RGB: the upright face at rest. */
  readonly #uprightRest: Uint8Array;
  readonly #difference: Int16Array;
  readonly #uprightWidth: number;
  /** The pixels that the drawn mouth changes. */
  readonly #pixels: Int32Array;
  /** For each, the first of its sources in the upright patch, and where it lies between them. */
  readonly #sources: Int32Array;
  readonly #across: Uint8Array;
  readonly #down: Uint8Array;

  /**
   * @param patch of the picture
   * @param upright the patch of the upright face
   * @param toUpright converts points of the picture to points of the upright patch
   */
  constructor(
    picture: Picture,
    patch: Rectangle,
    upright: Pick<PortraitTensors, 'width' | 'height' | 'mask' | 'basePatch'>,
    toUpright: (point: Point) => Point,
  ) {
    const { width, height } = patch;
    this.mask = new Float32Array(width * height);
    const found: { pixel: number; source: number; across: number; down: number }[] = [];
    for (let pixel = 0; pixel < width * height; pixel++) {
      const column = pixel % width;
      const row = Math.floor(pixel / width);
      const [x, y] = toUpright([patch.x + column + 0.5, patch.y + row + 0.5]);
      const [across, down] = [tapsAt(x), tapsAt(y)];
      const isInside =
        across.first >= 0 &&
        down.first >= 0 &&
        across.first + taps <= upright.width &&
        down.first + taps <= upright.height;
      if (!isInside) continue;
      const source = down.first * upright.width + across.first;
      const { visible, influence } = maskAt(upright, source, across.phase, down.phase);
      if (influence < minInfluence) continue;
      this.mask[pixel] = Math.min(1, Math.max(0, visible));
      found.push({ pixel, source, across: across.phase, down: down.phase });
    }
    this.#pixels = Int32Array.from(found, ({ pixel }) => pixel);
    this.#sources = Int32Array.from(found, ({ source }) => source);
    this.#across = Uint8Array.from(found, ({ across }) => across);
    this.#down = Uint8Array.from(found, ({ down }) => down);
    this.#rest = cutPixels(picture.rgb, picture.width, patch, 3);
    const pixels = upright.width * upright.height;
    this.#uprightRest = Uint8Array.from(
      { length: 3 * pixels },
      (_, at) => upright.basePatch[(at % 3) * pixels + Math.floor(at / 3)] ?? 0,
    );
    this.#difference = new Int16Array(3 * pixels);
    this.#uprightWidth = upright.width;
  }

  /**
   * Turns a drawn mouth back, and adds it to the portrait's pixels.
   * @param drawn `[upright height, upright width, 3]` RGB
   * @returns `[height, width, 3]` RGB
   */
  place(drawn: Uint8Array): Uint8Array {
    const d = this.#difference;
    const uprightRest = this.#uprightRest;
    for (let at = 0; at < d.length; at++) d[at] = (drawn[at] ?? 0) - (uprightRest[at] ?? 0);
    const placed = this.#rest.slice();
    const line = 3 * this.#uprightWidth;
    // Plain loops: iterators would allocate for every pixel.
    for (let index = 0; index < this.#pixels.length; index++) {
      let at = 3 * (this.#sources[index] ?? 0);
      const across = taps * (this.#across[index] ?? 0);
      const down = taps * (this.#down[index] ?? 0);
      const first = tapWeights[across] ?? 0;
      const second = tapWeights[across + 1] ?? 0;
      const third = tapWeights[across + 2] ?? 0;
      const fourth = tapWeights[across + 3] ?? 0;
      let red = 0;
      let green = 0;
      let blue = 0;
      for (let row = 0; row < taps; row++, at += line) {
        const weight = tapWeights[down + row] ?? 0;
        red +=
          weight *
          (first * (d[at] ?? 0) +
            second * (d[at + 3] ?? 0) +
            third * (d[at + 6] ?? 0) +
            fourth * (d[at + 9] ?? 0));
        green +=
          weight *
          (first * (d[at + 1] ?? 0) +
            second * (d[at + 4] ?? 0) +
            third * (d[at + 7] ?? 0) +
            fourth * (d[at + 10] ?? 0));
        blue +=
          weight *
          (first * (d[at + 2] ?? 0) +
            second * (d[at + 5] ?? 0) +
            third * (d[at + 8] ?? 0) +
            fourth * (d[at + 11] ?? 0));
      }
      const to = 3 * (this.#pixels[index] ?? 0);
      placed[to] = toByte((placed[to] ?? 0) + red);
      placed[to + 1] = toByte((placed[to + 1] ?? 0) + green);
      placed[to + 2] = toByte((placed[to + 2] ?? 0) + blue);
    }
    return placed;
  }
}

/** Returns how much of the drawn mouth is visible at a pixel, and by how much it can change the pixel. */
function maskAt(
  { mask, width }: Pick<PortraitTensors, 'mask' | 'width'>,
  source: number,
  across: number,
  down: number,
): { visible: number; influence: number } {
  let visible = 0;
  let influence = 0;
  for (let j = 0; j < taps; j++) {
    for (let i = 0; i < taps; i++) {
      const weight = (tapWeights[down * taps + j] ?? 0) * (tapWeights[across * taps + i] ?? 0);
      const share = weight * (mask[source + j * width + i] ?? 0);
      visible += share;
      influence += Math.abs(share);
    }
  }
  return { visible, influence };
}
