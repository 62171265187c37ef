import { RenderError } from '../../errors/render-error.js';
import { averageOutline, cropBox, faceOf } from './face-mesh.js';
import type { Face, Rectangle } from './face.js';
import type { Picture } from './picture.js';

/**
 * Finds the one face of a picture; or takes the box given by hand, without looking.
 * @throws RenderError `face_not_found`, `faces_several` (details: the boxes), `face_box_invalid`
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
      `${String(faces.length)} faces were found in the picture, at ${boxes.map(boxText).join(' and ')}; ` +
        'choose one by hand (--face, or the field `face` of a form), or cut the picture',
      { details: { boxes } },
    );
  }
  return faceOf(first.mesh, picture);
}

/** `x,y,width,height`, as `--face` takes it. */
export function boxText({ x, y, width, height }: Rectangle): string {
  return [x, y, width, height].join(',');
}

const smallestSide = 16;

function insidePicture(box: Rectangle, picture: Picture): Rectangle {
  const fits =
    box.x + box.width <= picture.width &&
    box.y + box.height <= picture.height &&
    Math.min(box.width, box.height) >= smallestSide;
  if (fits) return box;
  throw new RenderError(
    'face_box_invalid',
    `the face box ${boxText(box)} does not lie in the picture of ${String(picture.width)} × ${String(picture.height)} pixels, ` +
      `or is smaller than ${String(smallestSide)} pixels`,
    { details: { box, width: picture.width, height: picture.height } },
  );
}
