import { setImmediate as nextTurn } from 'node:timers/promises';
import { RenderError } from '../../../errors/render-error.js';
import { examineFaces, type ExaminedFace, type FaceExaminer } from './examined-faces.js';
import { faceFault, isUpright } from './face-fault.js';
import { averageOutline, cropBox, visibleBounds } from './face-mesh.js';
import { faceOf } from './face-of-mesh.js';
import type { Face } from './face.js';
import type { Rectangle } from '../picture/geometry.js';
import { faceWarnings } from './face-warnings.js';
import { mainFace } from './main-face.js';
import type { Picture } from '../picture/decode-picture.js';
import { findOpenMouth } from './open-mouth.js';

/**
 * Finds the face of a portrait. Of several faces, it takes the one that is clearly the largest and most
 * central.
 * @throws RenderError `face_not_found` (also for a face that is upside down, turned away, too small, or
 *   whose mouth is cut off), `faces_several` (details: the boxes); what `examiner` throws
 */
export async function findFace(
  picture: Picture,
  examiner: FaceExaminer,
  signal?: AbortSignal,
): Promise<Face> {
  return chooseFace(await examineFaces(picture, examiner, signal), picture);
}

/** The boxes of faces from left to right, the order in which people count them. */
export function faceBoxes(faces: readonly ExaminedFace[], picture: Picture): Rectangle[] {
  return faces
    .map((face) => (isUpright(face) ? cropBox : visibleBounds)(face.mesh, picture))
    .sort((a, b) => a.x - b.x);
}

/**
 * The face of a portrait, of those that were found in it; see {@link findFace}.
 * @throws RenderError `face_not_found`, `faces_several`
 */
export async function chooseFace(faces: readonly ExaminedFace[], picture: Picture): Promise<Face> {
  const boxes = faceBoxes(faces, picture);
  const face = mainFace(faces, picture);
  if (faces.length === 0) {
    throw new RenderError(
      'face_not_found',
      'No face was found in the picture. Give its box (--face x,y,width,height, or the form field `face`), from the middle of the forehead to just below the chin.',
      { details: { boxes } },
    );
  }
  if (!face) {
    throw new RenderError(
      'faces_several',
      `${String(faces.length)} faces were found in the picture, at ${boxes.map(formatBox).join(' and ')}. ` +
        'Give the box of one (--face, or the form field `face`), or crop the picture.',
      { details: { boxes } },
    );
  }
  const fault = faceFault(face, picture);
  if (fault !== undefined) throw new RenderError('face_not_found', fault, { details: { boxes } });
  const openMouth = findOpenMouth(picture, face.mesh);
  await nextTurn();
  const warnings = await faceWarnings(picture, face.mesh, openMouth !== undefined);
  if (faces.length > 1) warnings.push('faces_in_background');
  const closes = openMouth && !warnings.includes('mouth_covered');
  return {
    ...faceOf(face.mesh, picture),
    ...(closes && { openMouth }),
    ...(warnings.length > 0 && { warnings }),
  };
}

/**
 * The face in a given box, without detection. The box is in pixels of the file, also if the picture was scaled down.
 * @throws RenderError `face_box_invalid`
 */
export function faceInBox(
  { scale = 1, ...picture }: Pick<Picture, 'width' | 'height' | 'scale'>,
  { x, y, width, height }: Rectangle,
): Face {
  const scaled = { x: x * scale, y: y * scale, width: width * scale, height: height * scale };
  const box = insidePicture(scaled, picture);
  return { box, mouth: averageOutline(box) };
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

function insidePicture(box: Rectangle, picture: Pick<Picture, 'width' | 'height'>): Rectangle {
  if (isInside(box, picture)) return box;
  throw new RenderError(
    'face_box_invalid',
    `The face box ${formatBox(box)} does not lie inside the picture of ${String(picture.width)} × ${String(picture.height)} pixels, ` +
      `or is smaller than ${String(minSide)} pixels.`,
    { details: { box, width: picture.width, height: picture.height } },
  );
}
