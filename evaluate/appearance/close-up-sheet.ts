import sharp from 'sharp';
import { label } from '../svg.js';

/** Lengths in pixels. */
const [gap, margin, titleHeight] = [6, 16, 26] as const;

/** Close-ups of one portrait. */
export interface CloseUps {
  readonly title: string;
  /** PNGs of one size. */
  readonly tiles: readonly Buffer[];
}

export const closeUpSize = { width: 300, height: 240 } as const;
export const eyesSize = { width: 360, height: 110 } as const;

/**
 * Draws a sheet with a row of close-ups for each portrait.
 * @param size of each tile
 * @returns a PNG
 */
export async function drawCloseUps(
  rows: readonly CloseUps[],
  size: { readonly width: number; readonly height: number },
): Promise<Buffer> {
  const columns = Math.max(1, ...rows.map(({ tiles }) => tiles.length));
  const rowHeight = titleHeight + size.height + gap;
  const width = 2 * margin + columns * (size.width + gap) - gap;
  const height = 2 * margin + rows.length * rowHeight;
  const titles = rows.map(({ title }, row) =>
    label(title, {
      x: margin,
      y: margin + row * rowHeight + 17,
      size: 16,
      color: '#1d2733',
      anchor: 'start',
    }),
  );
  const extent = `width="${String(width)}" height="${String(height)}"`;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" ${extent}><rect ${extent} fill="white"/>${titles.join('')}</svg>`;
  const tiles = rows.flatMap(({ tiles: own }, row) =>
    own.map((input, column) => ({
      input,
      left: margin + column * (size.width + gap),
      top: margin + row * rowHeight + titleHeight,
    })),
  );
  return sharp(Buffer.from(svg)).composite(tiles).removeAlpha().png().toBuffer();
}
