import type { EyeContours } from '../../face/face-contours.js';
import type { Rectangle } from '../../picture/geometry.js';
import { cutPixels } from '../../picture/cut-pixels.js';
import type { Picture } from '../../picture/decode-picture.js';
import { cutPlanes, toYuv, type YuvPicture } from '../../picture/planes.js';
import { LidDrawing } from '../../portrait/lids/draw-lids.js';
import { eyeOutline } from '../../portrait/lids/eye-outline.js';
import { lidSkin } from '../../portrait/lids/lid-skin.js';
import { lidPositions } from './eyelids.js';

/** An eye whose lids are drawn from their own skin, each position when it is first needed. */
export class SkinLids {
  /** The part of the picture that the lids change, even. */
  readonly rectangle: Rectangle;
  readonly contours: EyeContours;
  readonly #drawing: LidDrawing;
  readonly #own: YuvPicture;
  readonly #ownRgb: YuvPicture;
  readonly #drawn = new Map<number, Uint8Array>();
  /** How many positions were drawn when they were last saved. */
  #saved = 0;

  /** @param planes the same picture in the video's format */
  constructor(picture: Picture, planes: YuvPicture, contours: EyeContours) {
    const outline = eyeOutline(picture, contours);
    this.contours = contours;
    this.#drawing = new LidDrawing(picture, outline, lidSkin(picture, outline));
    this.rectangle = this.#drawing.rectangle;
    this.#own = cutPlanes(planes, this.rectangle);
    const { width, height } = this.rectangle;
    this.#ownRgb = toYuv({
      rgb: Buffer.from(cutPixels(picture.rgb, picture.width, this.rectangle, 3)),
      width,
      height,
    });
  }

  /**
   * The eye with its lids at a position.
   * @param position 0, the portrait's own pixels, to {@link lidPositions}, closed
   * @returns `[height, width]` Y, then `[height / 2, width / 2]` Cb, and Cr
   */
  at(position: number): Uint8Array {
    if (position === 0) return this.#own.planes;
    const known = this.#drawn.get(position);
    if (known) return known;
    const { width, height } = this.rectangle;
    const rgb = this.#drawing.at(position / lidPositions);
    const { planes } = toYuv({ rgb: Buffer.from(rgb.buffer, rgb.byteOffset, rgb.byteLength), width, height });
    // What the lids leave alone stays exact.
    for (let at = 0; at < planes.length; at++) {
      if (planes[at] === this.#ownRgb.planes[at]) planes[at] = this.#own.planes[at] ?? 0;
    }
    this.#drawn.set(position, planes);
    return planes;
  }

  /** Bytes of {@link save}. */
  get savedBytes(): number {
    return lidPositions * (1 + this.#own.planes.length);
  }

  /**
   * The positions that were drawn: for each of all positions a 1 if it is known, then their planes.
   * @returns undefined if there are no new ones
   */
  save(): Uint8Array | undefined {
    if (this.#drawn.size === this.#saved) return undefined;
    this.#saved = this.#drawn.size;
    const bytes = new Uint8Array(this.savedBytes);
    for (const [position, planes] of this.#drawn) {
      bytes[position - 1] = 1;
      bytes.set(planes, lidPositions + (position - 1) * planes.length);
    }
    return bytes;
  }

  /** Takes over the positions of {@link save}. */
  restore(bytes: Uint8Array): void {
    const { length } = this.#own.planes;
    for (let position = 1; position <= lidPositions; position++) {
      if (bytes[position - 1] !== 1) continue;
      const first = lidPositions + (position - 1) * length;
      this.#drawn.set(position, bytes.subarray(first, first + length));
    }
    this.#saved = this.#drawn.size;
  }
}
