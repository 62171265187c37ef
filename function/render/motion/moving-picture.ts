import type { Picture } from '../portrait/decode-picture.js';
import type { Rectangle } from '../portrait/face.js';
import { displace, type DisplacementFields } from './displacement.js';
import type { MovingCells } from './moving-cells.js';
import type { PersonMatte } from './person-matte.js';
import type { Pose } from './pose.js';
import { makeTexture, renewTexture, type Texture } from './texture.js';
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
    this.#rest = cutRgb(picture.rgb, picture.width, region);
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
    const out = this.#rest.slice();
    this.#head?.move(out, this.#rest, pose);
    return out;
  }
}

/** Texture and background of a region, and what of the texture is out of date. */
class MovedHead {
  readonly #layers: HeadLayers;
  readonly #region: Rectangle;
  readonly #texture: Texture;
  readonly #person: Uint8Array;
  readonly #background: Uint8Array;
  readonly #displacement: NodeDisplacement;
  #changed: Rectangle[] = [];

  constructor(picture: Picture, region: Rectangle, layers: HeadLayers) {
    const { width, height } = region;
    const nodes = layers.fields.columns * layers.fields.rows;
    this.#layers = layers;
    this.#region = region;
    this.#person = cutShares(layers.matte.person, picture.width, region);
    this.#background = cutRgb(layers.matte.background, picture.width, region);
    this.#displacement = { x: new Float32Array(nodes), y: new Float32Array(nodes) };
    const rest = cutRgb(picture.rgb, picture.width, region);
    const premultiplied = new Uint8Array(4 * width * height);
    for (let pixel = 0; pixel < width * height; pixel++) this.#premultiply(rest, pixel, premultiplied, pixel);
    this.#texture = makeTexture(premultiplied, width, height);
  }

  /** A rectangle of the region has changed; the texture is renewed when it is needed. */
  change(rectangle: Rectangle): void {
    const isKnown = this.#changed.some(
      ({ x, y, width, height }) =>
        x === rectangle.x && y === rectangle.y && width === rectangle.width && height === rectangle.height,
    );
    if (!isKnown) this.#changed.push(rectangle);
  }

  move(out: Uint8Array, rest: Uint8Array, pose: Pose): void {
    if (pose.yaw === 0 && pose.pitch === 0 && pose.roll === 0 && pose.breath === 0) return;
    for (const { x, y, width, height } of this.#changed) {
      for (let row = y; row < y + height; row++) {
        for (let column = x; column < x + width; column++) {
          const to = 2 * row * this.#texture.width + 2 * column;
          this.#premultiply(rest, row * this.#region.width + column, this.#texture.pixels, to);
        }
      }
    }
    for (const rectangle of this.#changed) renewTexture(this.#texture, rectangle);
    this.#changed = [];
    displace(this.#layers.fields, pose, this.#displacement);
    warp(
      out,
      {
        cells: { ...this.#layers.cells, region: this.#region },
        texture: this.#texture,
        background: this.#background,
      },
      this.#displacement,
    );
  }

  /** A pixel without what of the background shines through, and its share of the person. */
  #premultiply(rgb: Uint8Array, from: number, pixels: Uint8Array | Uint8ClampedArray, to: number): void {
    const share = this.#person[from] ?? 0;
    if (share === 255) {
      pixels[4 * to] = rgb[3 * from] ?? 0;
      pixels[4 * to + 1] = rgb[3 * from + 1] ?? 0;
      pixels[4 * to + 2] = rgb[3 * from + 2] ?? 0;
      pixels[4 * to + 3] = 255;
      return;
    }
    for (let channel = 0; channel < 3; channel++) {
      const behind = ((255 - share) * (this.#background[3 * from + channel] ?? 0)) / 255;
      pixels[4 * to + channel] = Math.max(0, Math.round((rgb[3 * from + channel] ?? 0) - behind));
    }
    pixels[4 * to + 3] = share;
  }
}

function cutRgb(rgb: Uint8Array, stride: number, { x, y, width, height }: Rectangle): Uint8Array {
  const part = new Uint8Array(3 * width * height);
  for (let row = 0; row < height; row++) {
    const from = 3 * ((y + row) * stride + x);
    part.set(rgb.subarray(from, from + 3 * width), 3 * row * width);
  }
  return part;
}

function cutShares(shares: Uint8Array, stride: number, { x, y, width, height }: Rectangle): Uint8Array {
  const part = new Uint8Array(width * height);
  for (let row = 0; row < height; row++) {
    const from = (y + row) * stride + x;
    part.set(shares.subarray(from, from + width), row * width);
  }
  return part;
}
