import type { Rectangle } from '../../picture/geometry.js';
import type { YuvPicture } from '../../picture/planes.js';
import type { Kernel } from '../kernel/kernel.js';
import type { PersonMatte } from './person-matte.js';

/** Pixels of luma around the region that a source holds, too. */
const margin = 16;
/** Vectors are read beyond the last byte. */
const slack = 64;
/** Pixels beyond the region for which versions are computed. */
const reach = 12;
/** Pixels beyond a changed part that see it in a version. */
const filterReach = 4;
const versions = 4;

/**
 * The colors of a region in the kernel's memory, as it samples them. If there is a matte, they are
 * premultiplied with the person's share, so that a moving head passes before the background.
 */
export class Sources {
  readonly #kernel: Kernel;
  readonly #region: Rectangle;
  readonly #matte: PersonMatte | undefined;
  readonly #stride: number;
  readonly #lumaSize: number;
  readonly #pairSize: number;
  readonly #luma: number;
  readonly #pairs: number;

  constructor(kernel: Kernel, picture: YuvPicture, region: Rectangle, matte?: PersonMatte) {
    const [columns, rows] = [Math.ceil(region.width / 8), Math.ceil(region.height / 8)];
    this.#kernel = kernel;
    this.#region = region;
    this.#matte = matte;
    this.#stride = 8 * columns + 2 * margin;
    this.#lumaSize = this.#stride * (8 * rows + 2 * margin) + slack;
    this.#pairSize = this.#stride * (4 * rows + 2 * margin) + slack;
    const first = margin * this.#stride + margin;
    const reserve = (bytes: number) => kernel.reserve(bytes) + first;
    this.#luma = reserve(versions * this.#lumaSize);
    this.#pairs = reserve(versions * this.#pairSize);
    kernel.run.setRegion(columns, rows, this.#stride, this.#lumaSize, this.#pairSize);
    this.#fill({ x: -margin, y: -margin, width: this.#stride, height: 8 * rows + 2 * margin }, picture);
    if (matte) this.#fillShares(matte, columns, rows, reserve);
    else kernel.run.setSources(this.#luma, this.#pairs, 0, 0);
    this.#filter({ x: 0, y: 0, width: 8 * columns, height: 8 * rows }, reach);
  }

  /** Renews a part of the region. @param part in pixels of the region, even */
  change(part: Rectangle, picture: YuvPicture): void {
    this.#fill(part, picture);
    this.#filter(part, filterReach);
  }

  /** Reads a part of the picture, whose outermost pixels repeat. */
  #fill({ x: left, y: top, width, height }: Rectangle, { planes, ...size }: YuvPicture): void {
    const { x: originX, y: originY } = this.#region;
    const area = size.width * size.height;
    const luma = this.#kernel.bytes(this.#luma + top * this.#stride + left, this.#stride * height);
    for (let row = 0; row < height; row++) {
      const line = size.width * inside(originY + top + row, size.height);
      for (let column = 0; column < width; column++) {
        const pixel = line + inside(originX + left + column, size.width);
        luma[row * this.#stride + column] = this.#premultiplied(planes, pixel, pixel);
      }
    }
    const half = size.width / 2;
    const pairs = this.#kernel.bytes(
      this.#pairs + (top >> 1) * this.#stride + left,
      (this.#stride * height) / 2,
    );
    for (let row = 0; row < height / 2; row++) {
      const y = inside(((originY + top) >> 1) + row, size.height / 2);
      for (let column = 0; column < width / 2; column++) {
        const x = inside(((originX + left) >> 1) + column, half);
        const to = row * this.#stride + 2 * column;
        for (let color = 0; color < 2; color++) {
          const at = area + (color * area) / 4 + y * half + x;
          pairs[to + color] = this.#premultipliedPair(planes, at, x, y);
        }
      }
    }
  }

  #premultiplied(planes: Uint8Array, at: number, pixel: number): number {
    const own = planes[at] ?? 0;
    const share = this.#matte?.person[pixel] ?? 255;
    if (!this.#matte || share === 255) return own;
    return Math.max(0, own - behind(share, this.#matte.background.planes[at] ?? 0));
  }

  #premultipliedPair(planes: Uint8Array, at: number, x: number, y: number): number {
    const own = planes[at] ?? 0;
    if (!this.#matte) return own;
    const share = pairShareOf(this.#matte, x, y);
    if (share === 255) return own;
    const seen = behind(share, (this.#matte.background.planes[at] ?? 0) - 128);
    return Math.min(255, Math.max(0, own - seen));
  }

  /** Sets the person's share, and the background. */
  #fillShares(matte: PersonMatte, columns: number, rows: number, reserve: (bytes: number) => number): void {
    const kernel = this.#kernel;
    const share = reserve(versions * this.#lumaSize);
    const pairShare = reserve(versions * this.#pairSize);
    const backLuma = reserve(this.#lumaSize);
    const backPairs = reserve(this.#pairSize);
    const { planes, width, height } = matte.background;
    const area = width * height;
    const { x: left, y: top } = this.#region;
    const at = (plane: number, row: number) =>
      kernel.bytes(plane + row * this.#stride - margin, this.#stride);
    for (let row = -margin; row < 8 * rows + margin; row++) {
      const [shares, back] = [at(share, row), at(backLuma, row)];
      const line = width * inside(top + row, height);
      for (let column = 0; column < this.#stride; column++) {
        const pixel = line + inside(left + column - margin, width);
        shares[column] = matte.person[pixel] ?? 0;
        back[column] = planes[pixel] ?? 0;
      }
    }
    for (let row = -margin / 2; row < 4 * rows + margin / 2; row++) {
      const [shares, back] = [at(pairShare, row), at(backPairs, row)];
      const y = inside((top >> 1) + row, height / 2);
      for (let column = 0; column < this.#stride; column++) {
        const x = inside((left >> 1) + ((column - margin) >> 1), width / 2);
        shares[column] = pairShareOf(matte, x, y);
        back[column] = planes[area + ((column & 1) * area) / 4 + (y * width) / 2 + x] ?? 0;
      }
    }
    kernel.run.setSources(this.#luma, this.#pairs, share, pairShare);
    kernel.run.setBackground(backLuma, backPairs);
    const all = { x: 0, y: 0, width: 8 * columns, height: 8 * rows };
    this.#versions(share, pairShare, all, reach);
  }

  #filter(part: Rectangle, beyond: number): void {
    this.#versions(this.#luma, this.#pairs, part, beyond);
  }

  #versions(luma: number, pairs: number, { x, y, width, height }: Rectangle, beyond: number): void {
    const { run } = this.#kernel;
    const [from, to] = [x - beyond, x + width + beyond];
    run.halfPlanes(luma, this.#lumaSize, 1, from, to, y - beyond, y + height + beyond);
    // Filters reach as many pairs as pixels of luma, and a pair takes two bytes.
    const [left, right] = [
      x - Math.max(beyond, 2 * filterReach),
      x + width + Math.max(beyond, 2 * filterReach),
    ];
    const rows = Math.max(beyond / 2, filterReach);
    run.halfPlanes(pairs, this.#pairSize, 2, left, right, y / 2 - rows, (y + height) / 2 + rows);
  }
}

function inside(value: number, length: number): number {
  return value < 0 ? 0 : value >= length ? length - 1 : value;
}

/** What of a background is seen behind a share of the person, as the kernel computes it. */
function behind(share: number, background: number): number {
  const product = (255 - share) * background;
  return (product + (product >> 8) + 128) >> 8;
}

/** The person's share of a pair: the mean over the pixels of which it is made. */
function pairShareOf({ person, background: { width } }: PersonMatte, x: number, y: number): number {
  const at = 2 * y * width + 2 * x;
  const before = x === 0 ? at : at - 1;
  const sum =
    (person[before] ?? 0) +
    (person[before + width] ?? 0) +
    2 * ((person[at] ?? 0) + (person[at + width] ?? 0)) +
    (person[at + 1] ?? 0) +
    (person[at + width + 1] ?? 0);
  return (sum + 4) >> 3;
}
