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
  /** `[height / 2, width / 2]`; empty without a matte. */
  readonly #pairShares: Uint8Array;
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
    this.#pairShares = matte ? pairSharesOf(matte) : new Uint8Array();
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
    const person = this.#matte?.person;
    const behindPerson = this.#matte?.background.planes;
    for (let row = 0; row < height; row++) {
      const line = size.width * inside(originY + top + row, size.height);
      const to = this.#kernel.bytes(this.#luma + (top + row) * this.#stride + left, width);
      copyRow(to, planes, line, { left: originX + left, width: size.width });
      if (!person || !behindPerson) continue;
      for (let column = 0; column < width; column++) {
        const pixel = line + inside(originX + left + column, size.width);
        const share = person[pixel] ?? 0;
        if (share === 255) continue;
        to[column] = Math.max(0, (to[column] ?? 0) - behind(share, behindPerson[pixel] ?? 0));
      }
    }
    const half = size.width / 2;
    for (let row = 0; row < height / 2; row++) {
      const line = half * inside(((originY + top) >> 1) + row, size.height / 2);
      const to = this.#kernel.bytes(this.#pairs + ((top >> 1) + row) * this.#stride + left, width);
      for (let column = 0; column < width / 2; column++) {
        const pair = line + inside(((originX + left) >> 1) + column, half);
        const blue = area + pair;
        const red = blue + area / 4;
        const share = this.#pairShares[pair] ?? 255;
        const clear = share === 255 || !behindPerson;
        to[2 * column] = clear ? (planes[blue] ?? 0) : premultiplied(share, planes, behindPerson, blue);
        to[2 * column + 1] = clear ? (planes[red] ?? 0) : premultiplied(share, planes, behindPerson, red);
      }
    }
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
      const line = width * inside(top + row, height);
      copyRow(at(share, row), matte.person, line, { left: left - margin, width });
      copyRow(at(backLuma, row), planes, line, { left: left - margin, width });
    }
    for (let row = -margin / 2; row < 4 * rows + margin / 2; row++) {
      const [shares, back] = [at(pairShare, row), at(backPairs, row)];
      const line = (width / 2) * inside((top >> 1) + row, height / 2);
      for (let column = 0; column < this.#stride; column += 2) {
        const pair = line + inside((left + column - margin) >> 1, width / 2);
        shares[column] = shares[column + 1] = this.#pairShares[pair] ?? 0;
        back[column] = planes[area + pair] ?? 0;
        back[column + 1] = planes[area + area / 4 + pair] ?? 0;
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

/** What is left of a color in front of a background, for a share of the person. */
function premultiplied(share: number, own: Uint8Array, background: Uint8Array, at: number): number {
  const seen = behind(share, (background[at] ?? 0) - 128);
  return Math.min(255, Math.max(0, (own[at] ?? 0) - seen));
}

/** Copies a part of a row, which begins at `left`; beyond the row, its outermost pixels repeat. */
function copyRow(
  to: Uint8Array,
  from: Uint8Array,
  line: number,
  { left, width }: { readonly left: number; readonly width: number },
): void {
  const before = Math.min(to.length, Math.max(0, -left));
  const within = Math.max(before, Math.min(to.length, width - left));
  to.fill(from[line] ?? 0, 0, before);
  to.set(from.subarray(line + left + before, line + left + within), before);
  to.fill(from[line + width - 1] ?? 0, within);
}

/** The person's share of each pair: the mean over the pixels of which it is made. */
function pairSharesOf({ person, background: { width, height } }: PersonMatte): Uint8Array {
  const shares = new Uint8Array((width * height) / 4);
  for (let y = 0, pair = 0; y < height; y += 2) {
    for (let x = 0, at = y * width; x < width; x += 2, at += 2, pair++) {
      const before = x === 0 ? at : at - 1;
      const sum =
        (person[before] ?? 0) +
        (person[before + width] ?? 0) +
        2 * ((person[at] ?? 0) + (person[at + width] ?? 0)) +
        (person[at + 1] ?? 0) +
        (person[at + width + 1] ?? 0);
      shares[pair] = (sum + 4) >> 3;
    }
  }
  return shares;
}
