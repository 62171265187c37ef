import { RenderError } from '../../../errors/render-error.js';
import { averageOutline, cropBox, faceOf, tiltDegrees, mouthPoints, type FaceMesh } from './face-mesh.js';
import type { Face, Point, Rectangle } from './face.js';
import type { Picture } from './decode-picture.js';

/**
 * Finds the only face in a picture, or uses the given box without detection.
 * @throws RenderError `face_not_found` (also for a face that lies on its side or whose mouth is cut
 *   off), `faces_several` (details: the boxes), `face_box_invalid`
 */
export async function findFace(picture: Picture, box?: Rectangle): Promise<Face> {
  if (box) return { box: insidePicture(box, picture), mouth: averageOutline(box) };

  // Imported here, so that portraits with a known face load nothing of it.
  const { findFaces } = await import('./detector.js');
  const faces = await findFaces(picture);
  // From left to right, the order in which people count them.
  const boxes = faces.map(({ mesh }) => cropBox(mesh, picture)).sort((a, b) => a.x - b.x);
  const [first, ...others] = faces;
  if (!first) {
    throw new RenderError(
      'face_not_found',
      'No face was found in the picture. Give its box (--face x,y,width,height, or the form field `face`), from the middle of the forehead to just below the chin.',
      { details: { boxes } },
    );
  }
  if (others.length > 0) {
    throw new RenderError(
      'faces_several',
      `${String(faces.length)} faces were found in the picture, at ${boxes.map(formatBox).join(' and ')}. ` +
        'Give the box of one (--face, or the form field `face`), or crop the picture.',
      { details: { boxes } },
    );
  }
  const fault = faultOf(first.mesh, picture);
  if (fault !== undefined) throw new RenderError('face_not_found', fault, { details: { boxes } });
  return faceOf(first.mesh, picture);
}

/** Heads tilt, but at a larger angle the whole picture lies on its side. */
const maxTiltDegrees = 50;

/** Why a mouth cannot be drawn although there is a face; undefined if it can. */
function faultOf(mesh: FaceMesh, picture: Picture): string | undefined {
  if (Math.abs(tiltDegrees(mesh)) > maxTiltDegrees) {
    return 'The face in the picture lies on its side. Rotate the picture upright.';
  }
  const isOutside = ([x, y]: Point) => x < 0 || y < 0 || x > picture.width || y > picture.height;
  if (mouthPoints(mesh).some(isOutside)) {
    return "The mouth is cut off by the picture's edge. Use a picture with the whole face.";
  }
  return undefined;
}

/** `x,y,width,height`, the format of `--face`. */
export function formatBox({ x, y, width, height }: Rectangle): string {
  return [x, y, width, height].join(',');
}

const minSide = 16;

/** Whether a box lies inside a picture and is large enough to be a face. */
export function isInside(box: Rectangle, picture: Pick<Picture, 'width' | 'height'>): boolean {
  return (
    box.x + box.width <= picture.width &&
    box.y + box.height <= picture.height &&
    Math.min(box.width, box.height) >= minSide
  );
}

function insidePicture(box: Rectangle, picture: Picture): Rectangle {
  if (isInside(box, picture)) return box;
  throw new RenderError(
    'face_box_invalid',
    `The face box ${formatBox(box)} does not lie inside the picture of ${String(picture.width)} × ${String(picture.height)} pixels, ` +
      `or is smaller than ${String(minSide)} pixels.`,
    { details: { box, width: picture.width, height: picture.height } },
  );
}
