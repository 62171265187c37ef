import type { Rectangle } from '../picture/geometry.js';
import { cellSize } from './displacement.js';
import { cellKind, type MovingCells } from './moving-cells.js';
import type { Texture } from './texture.js';

/** Displacement at the nodes of the grid, pixels. */
export interface NodeDisplacement {
  readonly x: Float32Array;
  readonly y: Float32Array;
}

/**
 * Draws the cells of a region that are marked.
 * @param out `[height, width, 3]` RGB of the region
 * @param rest the same at rest: what cells show that are not displaced
 * @param marks `[rows · columns]` of all cells: 1 where to draw
 * @param texture of the region
 * @param background `[height, width, 3]` RGB of the region
 */
export function warp(
  out: Uint8Array,
  {
    cells,
    rest,
    texture,
    background,
  }: { cells: MovingCells; rest: Uint8Array; texture: Texture; background: Uint8Array },
  displacement: NodeDisplacement,
  marks: Uint8Array,
): void {
  const { region, columns } = cells;
  const [firstColumn, firstRow] = [region.x / cellSize, region.y / cellSize];
  const lastColumn = Math.ceil((region.x + region.width) / cellSize);
  const lastRow = Math.ceil((region.y + region.height) / cellSize);
  for (let row = firstRow; row < lastRow; row++) {
    for (let column = firstColumn; column < lastColumn; column++) {
      const cell = row * columns + column;
      if (marks[cell] !== 1) continue;
      const kind = cells.kinds[cell];
      const node = row * (columns + 1) + column;
      const below = node + columns + 1;
      const isMoved =
        kind !== cellKind.still &&
        (isDisplaced(displacement, node) ||
          isDisplaced(displacement, node + 1) ||
          isDisplaced(displacement, below) ||
          isDisplaced(displacement, below + 1));
      const place = { x: column * cellSize - region.x, y: row * cellSize - region.y };
      if (!isMoved) {
        copyCell(out, rest, region, place);
        continue;
      }
      const behind = kind === cellKind.edge ? background : undefined;
      warpCell(out, region, texture, behind, place, { displacement, node, below });
    }
  }
}

function isDisplaced({ x, y }: NodeDisplacement, node: number): boolean {
  return x[node] !== 0 || y[node] !== 0;
}

function copyCell(
  out: Uint8Array,
  rest: Uint8Array,
  { width, height }: Pick<Rectangle, 'width' | 'height'>,
  place: { readonly x: number; readonly y: number },
): void {
  const length = 3 * Math.min(cellSize, width - place.x);
  for (let row = place.y; row < Math.min(height, place.y + cellSize); row++) {
    const from = 3 * (row * width + place.x);
    out.set(rest.subarray(from, from + length), from);
  }
}

/** Places in the texture are fixed-point numbers: 16 bits after the point. */
const one = 65536;

/** Two of four channels, one in each half of a number, so that both are weighed at once. */
const pair = 0x00ff00ff;
const half = 0x00800080;

/**
 * One cell; displacement is linear between its corners, the nodes `node` and `below` and the ones after
 * them. Without a background all of it is the person.
 */
function warpCell(
  out: Uint8Array,
  { width, height }: Pick<Rectangle, 'width' | 'height'>,
  texture: Texture,
  background: Uint8Array | undefined,
  place: { readonly x: number; readonly y: number },
  {
    displacement,
    node,
    below,
  }: { readonly displacement: NodeDisplacement; readonly node: number; readonly below: number },
): void {
  const { texels } = texture;
  const line = texture.width;
  const maxX = (texture.width - 1) * one - 1;
  const maxY = (texture.height - 1) * one - 1;
  const x0 = displacement.x[node] ?? 0;
  const x1 = displacement.x[node + 1] ?? 0;
  const x2 = displacement.x[below] ?? 0;
  const x3 = displacement.x[below + 1] ?? 0;
  const y0 = displacement.y[node] ?? 0;
  const y1 = displacement.y[node + 1] ?? 0;
  const y2 = displacement.y[below] ?? 0;
  const y3 = displacement.y[below + 1] ?? 0;
  const rows = Math.min(cellSize, height - place.y);
  const columns = Math.min(cellSize, width - place.x);
  for (let row = 0; row < rows; row++) {
    const down = (row + 0.5) / cellSize;
    const fromX = x0 + (x2 - x0) * down;
    const fromY = y0 + (y2 - y0) * down;
    const perX = (x1 + (x3 - x1) * down - fromX) / cellSize;
    const perY = (y1 + (y3 - y1) * down - fromY) / cellSize;
    // The texture has twice the picture's resolution. `| 0` keeps numbers whole, with 32 bits, which
    // processors add much faster.
    let sourceX = Math.round(2 * one * (place.x + fromX + perX / 2)) | 0;
    let sourceY = Math.round(2 * one * (place.y + row + fromY + perY / 2)) | 0;
    const stepX = Math.round(2 * one * (1 + perX)) | 0;
    const stepY = Math.round(2 * one * perY) | 0;
    let to = 3 * ((place.y + row) * width + place.x);
    for (let column = 0; column < columns; column++, to += 3) {
      const x = sourceX < 0 ? 0 : sourceX > maxX ? maxX : sourceX;
      const y = sourceY < 0 ? 0 : sourceY > maxY ? maxY : sourceY;
      sourceX = (sourceX + stepX) | 0;
      sourceY = (sourceY + stepY) | 0;
      const u = (x >> 8) & 255;
      const v = (y >> 8) & 255;
      const w3 = (u * v + 128) >> 8;
      const w2 = v - w3;
      const w1 = u - w3;
      const w0 = 256 - u - w2;
      const at = (y >> 16) * line + (x >> 16);
      const a = texels[at] ?? 0;
      const b = texels[at + 1] ?? 0;
      const c = texels[at + line] ?? 0;
      const d = texels[at + line + 1] ?? 0;
      const redAndBlue =
        (((Math.imul(a & pair, w0) + Math.imul(b & pair, w1)) | 0) +
          ((Math.imul(c & pair, w2) + Math.imul(d & pair, w3)) | 0) +
          half) >>>
        8;
      const greenAndShare =
        (((Math.imul((a >>> 8) & pair, w0) + Math.imul((b >>> 8) & pair, w1)) | 0) +
          ((Math.imul((c >>> 8) & pair, w2) + Math.imul((d >>> 8) & pair, w3)) | 0) +
          half) >>>
        8;
      const red = redAndBlue & 255;
      const green = greenAndShare & 255;
      const blue = (redAndBlue >>> 16) & 255;
      if (background === undefined) {
        out[to] = red;
        out[to + 1] = green;
        out[to + 2] = blue;
      } else {
        const behind = 255 - ((greenAndShare >>> 16) & 255);
        out[to] = over(red, behind, background[to] ?? 0);
        out[to + 1] = over(green, behind, background[to + 1] ?? 0);
        out[to + 2] = over(blue, behind, background[to + 2] ?? 0);
      }
    }
  }
}

/** A premultiplied color before a background of which `behind` (0..255) is seen. */
function over(color: number, behind: number, background: number): number {
  // x / 255, rounded, for products of two bytes.
  const product = behind * background + 128;
  const sum = color + ((product + (product >> 8)) >> 8);
  return sum > 255 ? 255 : sum;
}
