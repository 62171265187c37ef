import type { Rectangle } from '../portrait/face.js';
import { cellSize } from './displacement.js';
import { cellKind, type MovingCells } from './moving-cells.js';
import type { Texture } from './texture.js';

/** Displacement at the nodes of the grid, pixels. */
export interface NodeDisplacement {
  readonly x: Float32Array;
  readonly y: Float32Array;
}

/** Below this, a cell is left as it is: pixels. */
const minDisplacement = 1 / 512;

/**
 * Draws the cells of a region that move.
 * @param out `[height, width, 3]` RGB of the region; the pixels at rest, of which the moving are replaced
 * @param texture of the region
 * @param background `[height, width, 3]` RGB of the region
 */
export function warp(
  out: Uint8Array,
  { cells, texture, background }: { cells: MovingCells; texture: Texture; background: Uint8Array },
  displacement: NodeDisplacement,
): void {
  const { region, columns } = cells;
  const [firstColumn, firstRow] = [region.x / cellSize, region.y / cellSize];
  const lastColumn = Math.ceil((region.x + region.width) / cellSize);
  const lastRow = Math.ceil((region.y + region.height) / cellSize);
  for (let row = firstRow; row < lastRow; row++) {
    for (let column = firstColumn; column < lastColumn; column++) {
      const kind = cells.kinds[row * columns + column];
      if (kind === cellKind.still) continue;
      const node = row * (columns + 1) + column;
      const below = node + columns + 1;
      const isMoved =
        isDisplaced(displacement, node) ||
        isDisplaced(displacement, node + 1) ||
        isDisplaced(displacement, below) ||
        isDisplaced(displacement, below + 1);
      if (!isMoved) continue;
      const place = { x: column * cellSize - region.x, y: row * cellSize - region.y };
      const behind = kind === cellKind.edge ? background : undefined;
      warpCell(out, region, texture, behind, place, { displacement, node, below });
    }
  }
}

function isDisplaced({ x, y }: NodeDisplacement, node: number): boolean {
  return Math.abs(x[node] ?? 0) >= minDisplacement || Math.abs(y[node] ?? 0) >= minDisplacement;
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
    // The texture has twice the picture's resolution.
    let sourceX = Math.round(2 * one * (place.x + fromX + perX / 2));
    let sourceY = Math.round(2 * one * (place.y + row + fromY + perY / 2));
    const stepX = Math.round(2 * one * (1 + perX));
    const stepY = Math.round(2 * one * perY);
    let to = 3 * ((place.y + row) * width + place.x);
    for (let column = 0; column < columns; column++, to += 3) {
      const x = sourceX < 0 ? 0 : sourceX > maxX ? maxX : sourceX;
      const y = sourceY < 0 ? 0 : sourceY > maxY ? maxY : sourceY;
      sourceX += stepX;
      sourceY += stepY;
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
        (Math.imul(a & pair, w0) +
          Math.imul(b & pair, w1) +
          Math.imul(c & pair, w2) +
          Math.imul(d & pair, w3) +
          half) >>>
        8;
      const greenAndShare =
        (Math.imul((a >>> 8) & pair, w0) +
          Math.imul((b >>> 8) & pair, w1) +
          Math.imul((c >>> 8) & pair, w2) +
          Math.imul((d >>> 8) & pair, w3) +
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
  const sum = color + Math.round((behind * background) / 255);
  return sum > 255 ? 255 : sum;
}
