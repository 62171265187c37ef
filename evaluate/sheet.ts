import sharp, { type OverlayOptions } from 'sharp';
import type { Portrait } from '../function/render/portrait/portrait.js';
import { rawPicture } from '../function/render/picture/raw-picture.js';
import { drawLowerFace } from './lower-face.js';
import { across, columns, framesToTile, gap, heights, ink, margin, tile } from './sheet-layout.js';
import { drawRow, type RowSubject } from './sheet-row.js';
import { label } from './svg.js';

/** What a contact sheet shows. */
export interface SheetSubject extends RowSubject {
  readonly title: string;
  readonly portrait: Portrait;
  readonly fromSeconds: number;
}

/**
 * Draws frames in rows, each below its part of the voice: the waveform, the sounds, and the mouth
 * opening, gray as it should be and red as measured.
 * @returns a PNG
 */
export async function drawSheet(subject: SheetSubject, rows: number): Promise<Buffer> {
  const width = 2 * margin + across;
  const rowHeight = heights.wave + heights.sounds + heights.curve + tile.height + 18;
  const height = heights.title + rows * rowHeight + margin / 2;
  const first = Math.floor(subject.fromSeconds * subject.fps);
  const drawings: string[] = [
    label(subject.title, { x: margin, y: 30, size: 18, color: ink.text, anchor: 'start' }),
    label(subject.truth ? 'mouth opening: gray expected, red measured' : 'mouth opening: red measured', {
      x: width - margin,
      y: 30,
      size: 13,
      color: ink.soft,
      anchor: 'end',
    }),
  ];
  const tiles: OverlayOptions[] = [];
  for (let row = 0; row < rows; row++) {
    const top = heights.title + row * rowHeight;
    const frame = first + row * columns * framesToTile;
    drawings.push(...drawRow(subject, frame, top));
    for (let column = 0; column < columns; column++) {
      const patch = subject.rendered.patches[frame + column * framesToTile];
      if (!patch) continue;
      tiles.push({
        input: await drawLowerFace(subject.portrait, patch),
        left: margin + column * (tile.width + gap),
        top: top + heights.wave + heights.sounds + heights.curve + 4,
      });
    }
  }
  const size = `width="${String(width)}" height="${String(height)}"`;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" ${size}><rect ${size} fill="white"/>${drawings.join('')}</svg>`;
  const drawn = await sharp(Buffer.from(svg))
    .composite(tiles)
    .removeAlpha()
    .toColorspace('srgb')
    .raw()
    .toBuffer();
  return rawPicture({ rgb: drawn, width, height })
    .png({ palette: true, quality: 95, effort: 8, compressionLevel: 9 })
    .toBuffer();
}
