import type { Picture } from '../picture/decode-picture.js';
import type { Rectangle } from '../picture/geometry.js';
import { cutPixels } from '../picture/cut-pixels.js';
import { displace, type DisplacementFields } from './displacement.js';
import { markAround, markMoved } from './mark-cells.js';
import type { MovingCells } from './moving-cells.js';
import type { PersonMatte } from './person-matte.js';
import type { Pose } from '../motion/pose.js';
import { emptyTexture, renewTexture, type Texture } from './texture.js';
import { warp, type NodeDisplacement } from './warp.js';

/** What a portrait needs so that its head can move. */
export interface HeadLayers {
  readonly fields: DisplacementFields;
  readonly cells: MovingCells;
  readonly matte: PersonMatte;
}

/**
 * The part of a picture that changes. Mouth and eyes are pasted into it at rest; then all of it is
 * moved by a pose.
 */
export class MovingPicture {
  readonly region: Rectangle;
  /** `[height, width, 3]` RGB of the region, with mouth and eyes, at rest. */
  readonly #rest: Uint8Array;
  readonly #head: MovedHead | undefined;

  /**
   * @param region must contain all cells that move, and everything that is pasted
   * @param head without it, nothing is moved
   */
  constructor(picture: Picture, region: Rectangle, head?: HeadLayers) {
    this.region = region;
    this.#rest = cutPixels(picture.rgb, picture.width, region, 3);
    this.#head = head && new MovedHead(picture, region, head);
  }

  /** Pastes a rectangle of the picture, `[height, width, 3]` RGB. It stays until it is pasted over. */
  paste(rectangle: Rectangle, rgb: Uint8Array): void {
    const { x, y, width, height } = rectangle;
    const place = { x: x - this.region.x, y: y - this.region.y, width, height };
    for (let row = 0; row < height; row++) {
      const to = 3 * ((place.y + row) * this.region.width + place.x);
      this.#rest.set(rgb.subarray(3 * row * width, 3 * (row + 1) * width), to);
    }
    this.#head?.change(place);
  }

  /** The region in a pose, `[height, width, 3]` RGB. Without motion it is exactly what was pasted. */
  draw(pose: Pose): Uint8Array {
    return (this.#head?.move(this.#rest, pose) ?? this.#rest).slice();
  }
}

/** The head of a region: its layers, and what was last drawn of them. */
class MovedHead {
  readonly #fields: DisplacementFields;
  readonly #cells: MovingCells;
  readonly #person: Uint8Array;
  readonly #background: Uint8Array;
  readonly #texture: Texture;
  /** `[height, width, 3]` RGB of the region, as it was last drawn. */
  readonly #drawn: Uint8Array;
  readonly #marks: Uint8Array;
  #shown: NodeDisplacement;
  #next: NodeDisplacement;
  #changed: Rectangle[] = [];

  constructor(picture: Picture, region: Rectangle, { fields, cells, matte }: HeadLayers) {
    const { width, height } = region;
    const nodes = fields.columns * fields.rows;
    this.#fields = fields;
    this.#cells = { ...cells, region };
    this.#person = cutPixels(matte.person, picture.width, region, 1);
    this.#background = cutPixels(matte.background, picture.width, region, 3);
    this.#marks = new Uint8Array(cells.kinds.length);
    this.#shown = { x: new Float32Array(nodes), y: new Float32Array(nodes) };
    this.#next = { x: new Float32Array(nodes), y: new Float32Array(nodes) };
    this.#drawn = cutPixels(picture.rgb, picture.width, region, 3);
    this.#texture = emptyTexture(width, height);
    const everything = { x: 0, y: 0, width, height };
    this.#readPixels(this.#drawn, everything);
    renewTexture(this.#texture, everything);
  }

  /** A rectangle of the region has changed; it is read when it is needed. */
  change(rectangle: Rectangle): void {
    const isKnown = this.#changed.some(
      ({ x, y, width, height }) =>
        x === rectangle.x && y === rectangle.y && width === rectangle.width && height === rectangle.height,
    );
    if (!isKnown) this.#changed.push(rectangle);
  }

  /** Draws what has changed or moved. @returns the region, valid until the next call */
  move(rest: Uint8Array, pose: Pose): Uint8Array {
    displace(this.#fields, pose, this.#next);
    markMoved(this.#marks, this.#cells.columns, this.#shown, this.#next);
    for (const rectangle of this.#changed) this.#readPixels(rest, rectangle);
    for (const rectangle of this.#changed) {
      renewTexture(this.#texture, rectangle);
      markAround(this.#marks, this.#cells, rectangle, this.#next);
    }
    this.#changed = [];
    const layers = { cells: this.#cells, rest, texture: this.#texture, background: this.#background };
    warp(this.#drawn, layers, this.#next, this.#marks);
    this.#marks.fill(0);
    [this.#shown, this.#next] = [this.#next, this.#shown];
    return this.#drawn;
  }

  /** Puts the pixels of a rectangle into the texture, premultiplied. */
  #readPixels(rest: Uint8Array, { x, y, width, height }: Rectangle): void {
    const { texels, width: line } = this.#texture;
    for (let row = y; row < y + height; row++) {
      let from = row * this.#cells.region.width + x;
      for (let column = x; column < x + width; column++, from++)
        texels[2 * row * line + 2 * column] = premultiplied(
          rest,
          this.#background,
          this.#person[from] ?? 0,
          from,
        );
    }
  }
}

/**
 * A pixel of the picture without what of the background shines through.
 * @param share of the person, 0..255
 * @returns red in the lowest byte, green, blue, and the share
 */
function premultiplied(rgb: Uint8Array, background: Uint8Array, share: number, pixel: number): number {
  const at = 3 * pixel;
  const [red, green, blue] =
    share === 255
      ? [rgb[at] ?? 0, rgb[at + 1] ?? 0, rgb[at + 2] ?? 0]
      : [
          without(rgb[at] ?? 0, background[at] ?? 0, share),
          without(rgb[at + 1] ?? 0, background[at + 1] ?? 0, share),
          without(rgb[at + 2] ?? 0, background[at + 2] ?? 0, share),
        ];
  return red | (green << 8) | (blue << 16) | (share << 24);
}

function without(color: number, background: number, share: number): number {
  return Math.max(0, Math.round(color - ((255 - share) * background) / 255));
}
