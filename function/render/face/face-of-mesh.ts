import { contoursOfMesh } from './contours-of-mesh.js';
import { cropBox, faceBox, mouthOutline, type FaceMesh } from './face-mesh.js';
import type { Face } from './face.js';
import type { TiltedBox } from '../picture/geometry.js';
import { headTilt, turnPoint, uprightMesh } from './head-tilt.js';

/** Everything that a render needs to know about a face. */
export function faceOf(mesh: FaceMesh, picture: { width: number; height: number }): Face {
  const wholeBox = faceBox(mesh);
  const box = cropBox(mesh, picture);
  const isCut = box.width < wholeBox.width || box.height < wholeBox.height;
  const degrees = headTilt(mesh);
  return {
    box,
    ...(isCut && { wholeBox }),
    ...(degrees !== 0 && { tiltedBox: tiltedBox(mesh, degrees) }),
    mouth: mouthOutline(mesh),
    contours: contoursOfMesh(mesh),
  };
}

/** The box that the face has if its head is turned upright, turned back. */
function tiltedBox(mesh: FaceMesh, degrees: number): TiltedBox {
  const { x, y, width, height } = faceBox(uprightMesh(mesh));
  return { center: turnPoint([x + width / 2, y + height / 2], degrees), width, height, degrees };
}
