import type { PortraitWarningCode } from '../../../errors/portrait-warnings.js';
import type { Picture } from './decode-picture.js';
import { mouthOpening, tiltDegrees, type FaceMesh } from './face-mesh.js';
import { isMouthCovered } from './mouth-cover.js';

/** From this tilt on, level teeth are noticed. */
const noticedTiltDegrees = 25;
/** Opening of the lips, relative to their width, that the network does not close. */
const wideOpening = 0.3;

/** What may look wrong when this face speaks. */
export function faceWarnings(picture: Picture, mesh: FaceMesh): PortraitWarningCode[] {
  const isCovered = isMouthCovered(picture, mesh);
  return [
    ...(isCovered ? (['mouth_covered'] as const) : []),
    ...(!isCovered && mouthOpening(mesh) > wideOpening ? (['mouth_open'] as const) : []),
    ...(Math.abs(tiltDegrees(mesh)) > noticedTiltDegrees ? (['head_tilted'] as const) : []),
  ];
}
