import type { Portrait } from '../../function/render/portrait/portrait.js';
import { drawLowerFace } from '../lower-face.js';
import type { RenderedClip } from '../render-clip.js';
import { closeUpSize } from './close-up-sheet.js';

/** Mouths of each portrait that are drawn. */
const maxTiles = 5;

/** The frame of a clip in which the mouth is open widest. */
export interface WideMouth {
  /** Network pixels. */
  readonly opening: number;
  /** `[height, width, 3]` RGB of the patch. */
  readonly patch: Uint8Array;
}

export function widestOf({ openings, patches }: Pick<RenderedClip, 'openings' | 'patches'>): WideMouth {
  const frame = openings.indexOf(Math.max(...openings));
  return { opening: openings[frame] ?? 0, patch: patches[frame] ?? new Uint8Array() };
}

/** Draws the widest of some mouths, the widest one first. @returns PNGs */
export function drawWidestMouths(portrait: Portrait, mouths: readonly WideMouth[]): Promise<Buffer[]> {
  const widest = mouths.toSorted((a, b) => b.opening - a.opening).slice(0, maxTiles);
  return Promise.all(widest.map(({ patch }) => drawLowerFace(portrait, patch, closeUpSize)));
}
