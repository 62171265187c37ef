import { examineFaces, type FaceExaminer } from '../function/render/face/examined-faces.js';
import type { FaceMesh } from '../function/render/face/face-mesh.js';
import type { Rectangle } from '../function/render/picture/geometry.js';
import type { Picture } from '../function/render/picture/decode-picture.js';
import { RenderError } from '../errors/render-error.js';

/** The position of a portrait's closed lips, in pixels of the picture. */
export interface Lips {
  readonly middle: number;
  /** The height at which the lips meet. */
  readonly line: number;
  readonly width: number;
  /** A ninety-sixth of the face box's height: a pixel of the network's input. */
  readonly unit: number;
}

/** MediaPipe's indices of the inner lips' middles and of the mouth's corners. */
const upperRim = 13;
const lowerRim = 14;
const corners = [61, 291] as const;

/** Finds the lips of a portrait's only face. @throws RenderError `face_not_found` */
export async function findLips(picture: Picture, box: Rectangle, examiner: FaceExaminer): Promise<Lips> {
  const faces = await examineFaces(picture, examiner);
  const inBox = faces.find(({ mesh }) => isInside(mesh[upperRim], box));
  if (!inBox) throw new RenderError('face_not_found', 'No lips were found in the face box.');
  return lipsOf(inBox.mesh, box);
}

function lipsOf(mesh: FaceMesh, box: Rectangle): Lips {
  const [left, right, upper, lower] = [...corners, upperRim, lowerRim].map((index) => mesh[index]);
  if (!left || !right || !upper || !lower) throw new RangeError('the face mesh has no mouth');
  return {
    middle: (upper[0] + lower[0]) / 2,
    line: (upper[1] + lower[1]) / 2,
    width: Math.hypot(right[0] - left[0], right[1] - left[1]),
    unit: box.height / 96,
  };
}

function isInside(point: readonly [number, number] | undefined, box: Rectangle): boolean {
  if (!point) return false;
  const [x, y] = [point[0] - box.x, point[1] - box.y];
  return x >= 0 && y >= 0 && x < box.width && y < box.height;
}
