import { RenderError } from '../../../errors/render-error.js';
import { averageOutline, cropBox, faceOf, tiltDegrees, mouthPoints, type FaceMesh } from './face-mesh.js';
import type { Face, Point, Rectangle } from './face.js';
import type { Picture } from './decode-picture.js';

/**
 * Finds the one face of a picture; or takes the box given by hand, without looking.
 * @throws RenderError `face_not_found` (also for one that lies on its side, or whose mouth is cut off),
 *   `faces_several` (details: the boxes), `face_box_invalid`
 */
export async function findFace(picture: Picture, box?: Rectangle): Promise<Face> {
  if (box) return { box: insidePicture(box, picture), mouth: averageOutline(box) };

  // Only here, so that nothing of it is loaded for a portrait that is known.
  const { findFaces } = await import('./detector.js');
  const faces = await findFaces(picture);
  // From left to right, as somebody who is to choose one counts them.
  const boxes = faces.map(({ mesh }) => cropBox(mesh, picture)).sort((a, b) => a.x - b.x);
  const [first, ...others] = faces;
  if (!first) {
    throw new RenderError(
      'face_not_found',
      'no face was found in the picture; give its box by hand (--face x,y,width,height, or the field `face` of a form), from the middle of the forehead to just below the chin',
      { details: { boxes } },
    );
  }
  if (others.length > 0) {
    throw new RenderError(
      'faces_several',
      `${String(faces.length)} faces were found in the picture, at ${boxes.map(formatBox).join(' and ')}; ` +
        'choose one by hand (--face, or the field `face` of a form), or cut the picture',
      { details: { boxes } },
    );
  }
  const fault = faultOf(first.mesh, picture);
  if (fault !== undefined) throw new RenderError('face_not_found', fault, { details: { boxes } });
  return faceOf(first.mesh, picture);
}

/** Heads lean; one that leans further has the whole picture on its side. */
const mostLeanDegrees = 50;

/** What a mouth cannot be drawn into, though there is a face. */
function faultOf(mesh: FaceMesh, picture: Picture): string | undefined {
  if (Math.abs(tiltDegrees(mesh)) > mostLeanDegrees) {
    return 'the face in the picture lies on its side; turn the picture upright';
  }
  const isOutside = ([x, y]: Point) => x < 0 || y < 0 || x > picture.width || y > picture.height;
  if (mouthPoints(mesh).some(isOutside)) {
    return "the mouth is cut off by the picture's edge; give a picture with the whole face";
  }
  return undefined;
}

/** `x,y,width,height`, as `--face` takes it. */
export function formatBox({ x, y, width, height }: Rectangle): string {
  return [x, y, width, height].join(',');
}

const smallestSide = 16;

/** Whether a box lies in a picture, and is large enough to be a face. */
export function isInside(box: Rectangle, picture: Pick<Picture, 'width' | 'height'>): boolean {
  return (
    box.x + box.width <= picture.width &&
    box.y + box.height <= picture.height &&
    Math.min(box.width, box.height) >= smallestSide
  );
}

function insidePicture(box: Rectangle, picture: Picture): Rectangle {
  if (isInside(box, picture)) return box;
  throw new RenderError(
    'face_box_invalid',
    `the face box ${formatBox(box)} does not lie in the picture of ${String(picture.width)} × ${String(picture.height)} pixels, ` +
      `or is smaller than ${String(smallestSide)} pixels`,
    { details: { box, width: picture.width, height: picture.height } },
  );
}
