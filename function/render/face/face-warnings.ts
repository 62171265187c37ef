import { setImmediate as nextTurn } from 'node:timers/promises';
import type { PortraitWarningCode } from '../../../domain/portrait-warnings.js';
import type { Picture } from '../picture/decode-picture.js';
import { isPixelArt } from '../picture/pixel-art.js';
import { isDrawn } from './drawn-face.js';
import { isFurry } from './fur.js';
import { lipHeight, meshBounds, mouthOpening, mouthWidth, type FaceMesh } from './face-mesh.js';
import { isLipHidden } from './lip-hidden.js';
import { isMouthCovered } from './mouth-cover.js';

/** Opening of the lips, relative to their width: of a mouth that is not closed, and of one that is. */
const wideOpening = { kept: 0.25, closed: 0.4 } as const;
/**
 * Pursed lips are narrower than these shares of the distance between the outer corners of the eyes: any,
 * and those that are higher than a share of their own width. Full lips and small mouths are relaxed too.
 */
const pursed = { width: 0.43, roundWidth: 0.48, height: 0.6 } as const;

/**
 * What may look wrong when this face speaks. Each look at the pixels has a turn of its own, so that other
 * work of the thread does not wait for all of them.
 * @param closes whether its mouth is closed before it speaks
 */
export async function faceWarnings(
  picture: Picture,
  mesh: FaceMesh,
  closes: boolean,
): Promise<PortraitWarningCode[]> {
  const isCovered = isMouthCovered(picture, mesh, closes);
  await nextTurn();
  // A mask is as flat as a drawn face.
  const isFlat = !isCovered && isDrawn(picture, mesh);
  const isWide = mouthOpening(mesh) > (closes ? wideOpening.closed : wideOpening.kept);
  const width = mouthWidth(mesh);
  const isPursed = width < pursed.width || (width < pursed.roundWidth && lipHeight(mesh) > pursed.height);
  await nextTurn();
  const isBlocky = !isCovered && isPixelArt(picture, meshBounds(mesh));
  const found: readonly [PortraitWarningCode, boolean][] = [
    ['mouth_covered', isCovered],
    ['mouth_open', !isCovered && isWide],
    // Mouths are drawn small, and an open one is round.
    ['lips_pursed', !isCovered && !isFlat && !closes && isPursed],
    ['lips_hidden', !isCovered && !isFlat && isLipHidden(picture, mesh)],
    ['pixel_art', isBlocky],
    ['face_drawn', isFlat && !isBlocky],
    ['face_not_human', !isFlat && isFurry(picture, mesh)],
  ];
  return found.filter(([, applies]) => applies).map(([code]) => code);
}
