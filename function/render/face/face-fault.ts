import type { Picture } from '../picture/decode-picture.js';
import type { ExaminedFace } from './examined-faces.js';
import type { Point } from '../picture/geometry.js';
import { faceBox, isMouthDrawn, isTurnedAway, mouthPoints } from './face-mesh.js';
import { uprightMesh } from './head-tilt.js';

/** Heads tilt, but at a larger angle the whole picture lies on its side. */
const maxTiltDegrees = 50;
/** From here on, it is closer to upside down. */
const minInvertedDegrees = 130;

/** The smallest face that is detected, in pixels: its mouth has about 14. */
const minSide = 32;

/** Whether a head stands, so that its box can be drawn in. */
export function isUpright({ tiltDegrees }: Pick<ExaminedFace, 'tiltDegrees'>): boolean {
  return Math.abs(tiltDegrees) <= maxTiltDegrees;
}

/** Why a mouth cannot be drawn although there is a face; undefined if it can. */
export function faceFault(
  face: ExaminedFace,
  picture: Pick<Picture, 'width' | 'height'>,
): string | undefined {
  const { mesh, tiltDegrees } = face;
  if (Math.abs(tiltDegrees) >= minInvertedDegrees) {
    return 'The face in the picture is upside down. Rotate the picture by 180 degrees.';
  }
  if (!isUpright(face)) {
    return 'The face in the picture lies on its side. Rotate the picture upright.';
  }
  const upright = uprightMesh(mesh);
  const box = faceBox(upright);
  if (Math.min(box.width, box.height) < minSide) {
    return (
      `The face in the picture has ${String(box.width)} × ${String(box.height)} pixels; the minimum is ${String(minSide)} × ${String(minSide)}. ` +
      'Use a picture that shows the face larger.'
    );
  }
  const isInside = ([px, py]: Point, { x, y, width, height }: typeof box) =>
    px >= x && py >= y && px <= x + width && py <= y + height;
  const shown = mouthPoints(mesh);
  if (shown.some((point) => !isInside(point, { x: 0, y: 0, width: picture.width, height: picture.height }))) {
    return "The mouth is cut off by the picture's edge. Use a picture with the whole face.";
  }
  const drawn = mouthPoints(upright);
  if (isTurnedAway(mesh) || !isMouthDrawn(upright, box) || drawn.some((point) => !isInside(point, box))) {
    return 'The head is turned too far: part of the mouth is hidden. Use a picture that shows the face from the front.';
  }
  return undefined;
}
