import type { FaceContours } from './face-contours.js';
import type { Point } from '../picture/geometry.js';
import { pointOf, type FaceMesh } from './face-mesh.js';

/* Points of MediaPipe's FaceMesh, each line from the viewer's left to the right. */

/** The edges of both lips, from the corner of the mouth on the viewer's left to the other. */
export const lipEdges = {
  upperOuter: [61, 185, 40, 39, 37, 0, 267, 269, 270, 409, 291],
  upperInner: [61, 191, 80, 81, 82, 13, 312, 311, 310, 415, 291],
  lowerInner: [61, 95, 88, 178, 87, 14, 317, 402, 318, 324, 291],
  lowerOuter: [61, 146, 91, 181, 84, 17, 314, 405, 321, 375, 291],
} as const;
const belowNose = 2;
const chin = 152;
const jaw = [
  234, 93, 132, 58, 172, 136, 150, 149, 176, 148, 152, 377, 400, 378, 379, 365, 397, 288, 361, 323, 454,
];
const cheeks = { left: [187, 205, 50], right: [411, 425, 280] } as const;
const eyes = [
  {
    upper: [33, 246, 161, 160, 159, 158, 157, 173, 133],
    lower: [33, 7, 163, 144, 145, 153, 154, 155, 133],
    brow: [46, 53, 52, 65, 55],
  },
  {
    upper: [362, 398, 384, 385, 386, 387, 388, 466, 263],
    lower: [362, 382, 381, 380, 374, 373, 390, 249, 263],
    brow: [285, 295, 282, 283, 276],
  },
] as const;

/** The contours of a face that later steps need, in tenths of a pixel. */
export function contoursOfMesh(mesh: FaceMesh): FaceContours {
  const place = (index: number): Point => {
    const [x, y] = pointOf(mesh, index);
    return [Math.round(10 * x) / 10, Math.round(10 * y) / 10];
  };
  const line = (indices: readonly number[]) => indices.map(place);
  const eye = ({ upper, lower, brow }: (typeof eyes)[number]) => ({
    upper: line(upper),
    lower: line(lower),
    brow: line(brow),
  });
  return {
    lips: {
      upperOuter: line(lipEdges.upperOuter),
      upperInner: line(lipEdges.upperInner),
      lowerInner: line(lipEdges.lowerInner),
      lowerOuter: line(lipEdges.lowerOuter),
    },
    nose: place(belowNose),
    chin: place(chin),
    jaw: line(jaw),
    cheeks: { left: line(cheeks.left), right: line(cheeks.right) },
    eyes: [eye(eyes[0]), eye(eyes[1])],
  };
}
