import { pointOf, type FaceMesh } from './face-mesh.js';
import type { Point } from '../picture/geometry.js';

/** A head that is tilted by less is drawn as it is. */
const minTiltDegrees = 10;

const outerCorners = [33, 263] as const;
const middleOfForehead = 151;
const chin = 152;

/**
 * How far a head must be turned to be upright: the mean of the line through the eyes and the one from
 * the forehead to the chin, which stay level and upright if the head is also turned to one side. The
 * line from the nose to the chin does not.
 * @returns degrees, clockwise; 0 if the tilt is too small to matter
 */
export function headTilt(mesh: FaceMesh): number {
  const [left, right] = [pointOf(mesh, outerCorners[0]), pointOf(mesh, outerCorners[1])];
  const [top, bottom] = [pointOf(mesh, middleOfForehead), pointOf(mesh, chin)];
  const eyes = Math.atan2(right[1] - left[1], right[0] - left[0]);
  const face = Math.atan2(top[0] - bottom[0], bottom[1] - top[1]);
  const degrees = (((eyes + face) / 2) * 180) / Math.PI;
  return Math.abs(degrees) < minTiltDegrees ? 0 : degrees;
}

/** Turns a point about the corner of the picture, clockwise for the viewer. */
export function turnPoint([x, y]: Point, degrees: number): Point {
  const [sine, cosine] = [Math.sin((degrees * Math.PI) / 180), Math.cos((degrees * Math.PI) / 180)];
  return [x * cosine - y * sine, x * sine + y * cosine];
}

/** The mesh as it is if the whole picture is turned about its corner until the head is upright. */
export function uprightMesh(mesh: FaceMesh): FaceMesh {
  const degrees = headTilt(mesh);
  return degrees === 0 ? mesh : mesh.map((point) => turnPoint(point, -degrees));
}
