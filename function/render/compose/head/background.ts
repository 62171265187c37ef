import type { YuvPicture } from '../../picture/planes.js';

/** Pixels of the picture for each of the grid's, in each direction. */
const coarse = 4;

/** Colors of a smooth picture: `[height, width, 4]` Y, Cb, Cr, and a weight, at a quarter of the size. */
export interface SmoothPicture {
  readonly width: number;
  readonly height: number;
  readonly colors: Float32Array;
}

/**
 * Continues the known pixels of a picture into the unknown ones, smoothly. Pull and push: the picture is
 * halved until everything is known, and the larger ones are filled from the smaller.
 * S. Gortler et al., The Lumigraph (1996).
 * @param known `[height, width]`: 1 where the picture is kept
 */
export function fillUnknown(picture: YuvPicture, known: Uint8Array): SmoothPicture {
  const levels = [firstLevel(picture, known)];
  for (let level = levels[0]; level && Math.max(level.width, level.height) > 1;) {
    level = halved(level);
    levels.push(level);
  }
  let filled: SmoothPicture | undefined;
  for (const level of levels.toReversed()) filled = push(level, filled);
  if (!filled) throw new RangeError('the picture is empty');
  return filled;
}

/** Colors times their weight (0..1), and the weights. */
function firstLevel({ planes, width, height }: YuvPicture, known: Uint8Array): SmoothPicture {
  const size = { width: Math.ceil(width / coarse), height: Math.ceil(height / coarse) };
  const colors = new Float32Array(4 * size.width * size.height);
  const blue = width * height;
  const red = blue + blue / 4;
  const share = 1 / coarse ** 2;
  for (let row = 0, pixel = 0; row < height; row++) {
    const line = Math.floor(row / coarse) * size.width;
    for (let column = 0; column < width; column++, pixel++) {
      if (known[pixel] !== 1) continue;
      const to = 4 * (line + Math.floor(column / coarse));
      const pair = (row >> 1) * (width >> 1) + (column >> 1);
      colors[to] = (colors[to] ?? 0) + share * (planes[pixel] ?? 0);
      colors[to + 1] = (colors[to + 1] ?? 0) + share * (planes[blue + pair] ?? 0);
      colors[to + 2] = (colors[to + 2] ?? 0) + share * (planes[red + pair] ?? 0);
      colors[to + 3] = (colors[to + 3] ?? 0) + share;
    }
  }
  return { ...size, colors };
}

function halved({ width, height, colors }: SmoothPicture): SmoothPicture {
  const small = { width: Math.max(1, width >> 1), height: Math.max(1, height >> 1) };
  const half = new Float32Array(4 * small.width * small.height);
  for (let row = 0, to = 0; row < small.height; row++) {
    for (let column = 0; column < small.width; column++, to += 4) {
      for (let part = 0; part < 4; part++) {
        const fromRow = Math.min(height - 1, 2 * row + (part >> 1));
        const at = 4 * (fromRow * width + Math.min(width - 1, 2 * column + (part & 1)));
        for (let index = 0; index < 4; index++)
          half[to + index] = (half[to + index] ?? 0) + (colors[at + index] ?? 0) / 4;
      }
    }
  }
  return { ...small, colors: half };
}

/** Colors of a level: its own where it has any, else those of the smaller level. */
function push({ width, height, colors }: SmoothPicture, smaller: SmoothPicture | undefined): SmoothPicture {
  const filled = new Float32Array(colors.length);
  const found = new Float32Array(3);
  for (let row = 0, at = 0; row < height; row++) {
    for (let column = 0; column < width; column++, at += 4) {
      const weight = Math.min(1, colors[at + 3] ?? 0);
      if (smaller && weight < 1) colorInto(found, smaller, column / 2 - 0.25, row / 2 - 0.25);
      for (let index = 0; index < 3; index++) {
        const own = colors[at + index] ?? 0;
        if (smaller) filled[at + index] = weight < 1 ? own + (1 - weight) * (found[index] ?? 0) : own;
        else filled[at + index] = weight > 0 ? own / weight : ([16, 128, 128][index] ?? 0);
      }
      filled[at + 3] = 1;
    }
  }
  return { width, height, colors: filled };
}

/** The color at a pixel of the picture, from the smooth one. @param to Y, Cb, Cr */
export function smoothColor(to: Float32Array, from: SmoothPicture, x: number, y: number): void {
  colorInto(to, from, (x + 0.5) / coarse - 0.5, (y + 0.5) / coarse - 0.5);
}

/** Linear interpolation; beyond the edge the outermost pixels repeat. */
function colorInto(to: Float32Array, { colors, width, height }: SmoothPicture, x: number, y: number): void {
  const column = Math.min(width - 1, Math.max(0, x));
  const row = Math.min(height - 1, Math.max(0, y));
  const left = Math.floor(column);
  const top = Math.floor(row);
  const across = column - left;
  const down = row - top;
  const at = 4 * (top * width + left);
  const right = left + 1 < width ? 4 : 0;
  const below = top + 1 < height ? 4 * width : 0;
  for (let index = 0; index < 3; index++) {
    const upper = (colors[at + index] ?? 0) * (1 - across) + (colors[at + right + index] ?? 0) * across;
    const lower =
      (colors[at + below + index] ?? 0) * (1 - across) + (colors[at + below + right + index] ?? 0) * across;
    to[index] = upper * (1 - down) + lower * down;
  }
}
