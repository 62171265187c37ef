import type { Rectangle } from './geometry.js';
import type { Picture } from './decode-picture.js';

/**
 * A picture in the video's own format: Y, Cb, and Cr of ITU-R BT.709 in limited range, 4:2:0. Cb and Cr lie
 * on the left of their four pixels, and between the rows, as H.264 assumes.
 */
export interface YuvPicture {
  readonly width: number;
  readonly height: number;
  /** `[height, width]` Y, then `[height / 2, width / 2]` Cb, then Cr. */
  readonly planes: Uint8Array;
}

/** Bytes of all planes of a picture. */
export function yuvBytes({ width, height }: { readonly width: number; readonly height: number }): number {
  return (width * height * 3) / 2;
}

/** A picture with another one in its place. @param part planes of the rectangle, of even position and size */
export function withRegion(
  picture: YuvPicture,
  rectangle: { readonly x: number; readonly y: number; readonly width: number; readonly height: number },
  part: Uint8Array,
): YuvPicture {
  const planes = picture.planes.slice();
  replaceRegion({ ...picture, planes }, rectangle, part);
  return { ...picture, planes };
}

/** Replaces a part of a picture. @param part planes of the rectangle, of even position and size */
export function replaceRegion(
  { planes, width, height }: YuvPicture,
  rectangle: { readonly x: number; readonly y: number; readonly width: number; readonly height: number },
  part: Uint8Array,
): void {
  let [from, plane] = [0, 0];
  for (const scale of [1, 2, 2]) {
    const length = rectangle.width / scale;
    for (let row = 0; row < rectangle.height / scale; row++, from += length) {
      const to = plane + ((rectangle.y / scale + row) * width + rectangle.x) / scale;
      planes.set(part.subarray(from, from + length), to);
    }
    plane += (width * height) / scale ** 2;
  }
}

/** A part of a picture, of even position and size. */
export function cutPlanes({ planes, width, height }: YuvPicture, part: Rectangle): YuvPicture {
  const cut = { width: part.width, height: part.height, planes: new Uint8Array(yuvBytes(part)) };
  let [from, to] = [0, 0];
  for (const scale of [1, 2, 2]) {
    for (let row = 0; row < part.height / scale; row++, to += part.width / scale) {
      const first = from + ((part.y / scale + row) * width + part.x) / scale;
      cut.planes.set(planes.subarray(first, first + part.width / scale), to);
    }
    from += (width * height) / scale ** 2;
  }
  return cut;
}

/** Converts a picture of even size. */
export function toYuv({ rgb, width, height }: Picture): YuvPicture {
  const planes = new Uint8Array(yuvBytes({ width, height }));
  for (let pixel = 0, byte = 0; pixel < width * height; pixel++, byte += 3)
    planes[pixel] = Math.round(lumaOf(rgb[byte] ?? 0, rgb[byte + 1] ?? 0, rgb[byte + 2] ?? 0));
  const blue = width * height;
  const red = blue + blue / 4;
  const line = 3 * width;
  for (let row = 0, to = 0; row < height; row += 2) {
    for (let column = 0; column < width; column += 2, to++) {
      const at = row * line + 3 * column;
      const before = column === 0 ? at : at - 3;
      const r = meanOfPair(rgb, before, at, line);
      const g = meanOfPair(rgb, before + 1, at + 1, line);
      const b = meanOfPair(rgb, before + 2, at + 2, line);
      planes[blue + to] = Math.round(blueOf(r, g, b));
      planes[red + to] = Math.round(redOf(r, g, b));
    }
  }
  return { width, height, planes };
}

/** The mean of six pixels of two rows, of which those in the middle count twice. */
function meanOfPair(rgb: Uint8Array, before: number, at: number, line: number): number {
  return (
    ((rgb[before] ?? 0) +
      (rgb[before + line] ?? 0) +
      2 * ((rgb[at] ?? 0) + (rgb[at + line] ?? 0)) +
      (rgb[at + 3] ?? 0) +
      (rgb[at + line + 3] ?? 0)) /
    8
  );
}

/** Y, 16..235, of a color 0..255. */
export function lumaOf(r: number, g: number, b: number): number {
  return 16 + (219 / 255) * (0.2126 * r + 0.7152 * g + 0.0722 * b);
}

/** Cb, 16..240. */
export function blueOf(r: number, g: number, b: number): number {
  return 128 + (224 / 255) * ((-0.2126 * r - 0.7152 * g + 0.9278 * b) / 1.8556);
}

/** Cr, 16..240. */
export function redOf(r: number, g: number, b: number): number {
  return 128 + (224 / 255) * ((0.7874 * r - 0.7152 * g - 0.0722 * b) / 1.5748);
}

/** Converts back; Cb and Cr are interpolated linearly. @returns `[height, width, 3]` RGB */
export function toRgb({ planes, width, height }: YuvPicture): Buffer {
  const rgb = Buffer.alloc(3 * width * height);
  const blue = width * height;
  const red = blue + blue / 4;
  const half = width / 2;
  for (let row = 0; row < height; row++) {
    // A pair lies between two rows: a quarter of a pair away from either.
    const near = row >> 1;
    const far = Math.min(height / 2 - 1, Math.max(0, row % 2 === 0 ? near - 1 : near + 1));
    for (let column = 0; column < width; column++) {
      const left = column >> 1;
      const right = column % 2 === 0 ? left : Math.min(half - 1, left + 1);
      const at = (plane: number) =>
        (3 * ((planes[plane + near * half + left] ?? 0) + (planes[plane + near * half + right] ?? 0)) +
          (planes[plane + far * half + left] ?? 0) +
          (planes[plane + far * half + right] ?? 0)) /
          8 -
        128;
      const y = (255 / 219) * ((planes[row * width + column] ?? 0) - 16);
      const cb = (255 / 224) * at(blue);
      const cr = (255 / 224) * at(red);
      const to = 3 * (row * width + column);
      rgb[to] = toByte(y + 1.5748 * cr);
      rgb[to + 1] = toByte(y - (0.0722 * 1.8556 * cb + 0.2126 * 1.5748 * cr) / 0.7152);
      rgb[to + 2] = toByte(y + 1.8556 * cb);
    }
  }
  return rgb;
}

function toByte(value: number): number {
  return value <= 0 ? 0 : value >= 255 ? 255 : Math.round(value);
}
