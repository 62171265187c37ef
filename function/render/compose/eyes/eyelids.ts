import type { Rectangle } from '../../picture/geometry.js';
import { sampleBilinear, type Plane } from '../../picture/bilinear.js';
import type { YuvPicture } from '../../picture/planes.js';
import { smoothStep } from '../../numeric/smooth-step.js';
import { cubicSample, type BytePlane } from '../../picture/cubic-sample.js';
import { eyeBounds, eyeCrop, toCrop, toPicture, type EyeFrame } from './eye-crop.js';

/** Positions of the lids, besides open, that are drawn: a blink passes each in a few milliseconds. */
export const lidPositions = 16;

/** What the eyelid network says about an eye, for each position. */
export interface EyelidFields {
  /** `[positions, 4, 64, 80]`: x and y of the upper and of the lower lid, pixels of the crop. */
  readonly flows: Float32Array;
  /** `[positions, 2, 64, 80]`, 0..1: how much the upper lid covers, and both. */
  readonly covers: Float32Array;
}

/**
 * The upper lid is taken from this many pixels of the crop higher up, so that its edge is the line of
 * the lashes and not the eye below.
 */
const raised = 0.7;

/** Over this share of the crop at each side, the drawn eye passes into the portrait. */
const feather = 0.12;

const plane = eyeCrop.width * eyeCrop.height;

/** An eye whose lids are drawn at the portrait's own resolution, each position when it is first needed. */
export class Eye {
  /** The part of the picture around the eye, even. */
  readonly rectangle: Rectangle;
  readonly #picture: YuvPicture;
  readonly #frame: EyeFrame;
  readonly #lids: EyelidFields;
  readonly #drawn = new Map<number, Uint8Array>();

  constructor(picture: YuvPicture, frame: EyeFrame, lids: EyelidFields) {
    this.rectangle = eyeBounds(frame, picture);
    this.#picture = picture;
    this.#frame = frame;
    this.#lids = lids;
  }

  /**
   * The eye with its lids at a position.
   * @param position 0, the portrait's own pixels, to {@link lidPositions}, closed
   * @returns `[height, width]` Y, then `[height / 2, width / 2]` Cb, and Cr
   */
  at(position: number): Uint8Array {
    const known = this.#drawn.get(position);
    if (known) return known;
    const drawn = this.#draw(position);
    this.#drawn.set(position, drawn);
    return drawn;
  }

  #draw(position: number): Uint8Array {
    const { planes, width, height } = this.#picture;
    const { x, y, ...size } = this.rectangle;
    const drawn = new Uint8Array((size.width * size.height * 3) / 2);
    const area = width * height;
    const draw = this.#painter(position);
    draw({ bytes: planes, first: 0, width, height }, this.rectangle, 1, drawn);
    const half = { width: width / 2, height: height / 2 };
    const part = { x: x / 2, y: y / 2, width: size.width / 2, height: size.height / 2 };
    for (let color = 0; color < 2; color++) {
      const to = size.width * size.height * (1 + color / 4);
      draw({ bytes: planes, first: area * (1 + color / 4), ...half }, part, 2, drawn.subarray(to));
    }
    return drawn;
  }

  /** @returns a function that draws one plane, of which one in `scale` pixels of the picture is known */
  #painter(position: number) {
    const planeOf = (values: Float32Array, channels: number, channel: number): Plane => ({
      values,
      first: ((position - 1) * channels + channel) * plane,
      ...eyeCrop,
    });
    const [upperX, upperY, lowerX, lowerY] = [0, 1, 2, 3].map((at) => planeOf(this.#lids.flows, 4, at));
    const [upper, both] = [0, 1].map((at) => planeOf(this.#lids.covers, 2, at));
    if (!upperX || !upperY || !lowerX || !lowerY || !upper || !both) throw new RangeError('no lids');
    const frame = this.#frame;
    const sharpness = Math.max(1, Math.hypot(...frame.across));
    return (source: BytePlane, part: Rectangle, scale: number, to: Uint8Array): void => {
      // A pair lies on the left of its pixels, and between their rows.
      const [shiftX, shiftY] = [0.5, scale / 2];
      for (let row = 0, pixel = 0; row < part.height; row++) {
        for (let column = 0; column < part.width; column++, pixel++) {
          const x = scale * (part.x + column) + shiftX;
          const y = scale * (part.y + row) + shiftY;
          const own = source.bytes[source.first + (part.y + row) * source.width + part.x + column] ?? 0;
          to[pixel] = own;
          if (position === 0) continue;
          const [u, v] = toCrop(frame, [x, y]);
          const inside = edge(u / eyeCrop.width) * edge(v / eyeCrop.height);
          if (inside === 0) continue;
          const covered = steeper(sampleBilinear(both, u, v), sharpness);
          const byUpper = steeper(sampleBilinear(upper, u, v), sharpness);
          if (covered === 0 && byUpper === 0) continue;
          const sample = ([px, py]: readonly [number, number]) =>
            cubicSample(source, (px - shiftX) / scale + 0.5, (py - shiftY) / scale + 0.5);
          let value = own;
          if (covered > 0) {
            const from = toPicture(frame, u + sampleBilinear(lowerX, u, v), v + sampleBilinear(lowerY, u, v));
            value += (sample(from) - own) * covered;
          }
          if (byUpper > 0) {
            const down = sampleBilinear(upperY, u, v);
            const lift = raised * smoothStep(0.2, 1, Math.abs(down));
            const from = toPicture(frame, u + sampleBilinear(upperX, u, v), v + down - lift);
            value += (sample(from) - value) * byUpper;
          }
          to[pixel] = Math.round(own + (value - own) * inside);
        }
      }
    };
  }
}

/** An edge that is as steep in the picture as it was in the crop. */
function steeper(cover: number, sharpness: number): number {
  return Math.min(1, Math.max(0, (cover - 0.5) * sharpness + 0.5));
}

function edge(share: number): number {
  return smoothStep(0, feather, Math.min(share, 1 - share));
}
