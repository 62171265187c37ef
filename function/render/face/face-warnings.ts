import { setImmediate as nextTurn } from 'node:timers/promises';
import type { PortraitWarningCode } from '../../../domain/portrait-warnings.js';
import type { Picture } from '../picture/decode-picture.js';
import { isDrawn } from './drawn-face.js';
import { mouthOpening, mouthWidth, type FaceMesh } from './face-mesh.js';
import { isMouthCovered } from './mouth-cover.js';

/** Opening of the lips, relative to their width: of a mouth that is not closed, and of one that is. */
const wideOpening = { kept: 0.25, closed: 0.4 } as const;
/** Relaxed lips are wider than half the distance between the outer corners of the eyes. */
const pursedWidth = 0.5;

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
  const isCovered = isMouthCovered(picture, mesh);
  await nextTurn();
  // A mask is as flat as a drawn face.
  const isFlat = !isCovered && isDrawn(picture, mesh);
  const isWide = mouthOpening(mesh) > (closes ? wideOpening.closed : wideOpening.kept);
  return [
    ...(isCovered ? (['mouth_covered'] as const) : []),
    ...(!isCovered && isWide ? (['mouth_open'] as const) : []),
    // Mouths are drawn small.
    ...(!isCovered && !isFlat && mouthWidth(mesh) < pursedWidth ? (['lips_pursed'] as const) : []),
    ...(isFlat ? (['face_drawn'] as const) : []),
  ];
}
