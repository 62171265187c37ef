import type { PortraitWarningCode } from '../../../errors/portrait-warnings.js';
import type { Picture } from './decode-picture.js';
import { isDrawn } from './drawn-face.js';
import { mouthOpening, mouthWidth, type FaceMesh } from './face-mesh.js';
import { isMouthCovered } from './mouth-cover.js';

/** Opening of the lips, relative to their width, that the network does not close. */
const wideOpening = 0.25;
/** Relaxed lips are wider than half the distance between the outer corners of the eyes. */
const pursedWidth = 0.5;

/** What may look wrong when this face speaks. */
export function faceWarnings(picture: Picture, mesh: FaceMesh): PortraitWarningCode[] {
  const isCovered = isMouthCovered(picture, mesh);
  return [
    ...(isCovered ? (['mouth_covered'] as const) : []),
    ...(!isCovered && mouthOpening(mesh) > wideOpening ? (['mouth_open'] as const) : []),
    ...(!isCovered && mouthWidth(mesh) < pursedWidth ? (['lips_pursed'] as const) : []),
    // A mask is as flat as a drawn face.
    ...(!isCovered && isDrawn(picture, mesh) ? (['face_drawn'] as const) : []),
  ];
}
