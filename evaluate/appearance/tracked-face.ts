import { examineFaces, type FaceExaminer } from '../../function/render/face/examined-faces.js';
import { pointOf, type FaceMesh } from '../../function/render/face/face-mesh.js';
import type { Picture } from '../../function/render/picture/decode-picture.js';
import { percentile } from '../statistics.js';

/** MediaPipe's indices. */
const corners = [61, 291] as const;
const eyes = [33, 263] as const;
const [nose, chin] = [1, 152] as const;

/** Lengths in a face, in distances between the outer corners of its eyes. */
export interface FaceLengths {
  /** From the tip of the nose to the chin. */
  readonly chin: number;
  /** From one corner of the mouth to the other. */
  readonly width: number;
}

/** Measures the first face of a picture with this project's own face mesh. @returns undefined without a face */
export async function faceLengths(
  picture: Picture,
  examiner: FaceExaminer,
): Promise<FaceLengths | undefined> {
  const [face] = await examineFaces(picture, examiner);
  return face && lengthsOf(face.mesh);
}

/** The same of a mesh. */
export function lengthsOf(mesh: FaceMesh): FaceLengths {
  const unit = distance(mesh, ...eyes);
  return { chin: distance(mesh, nose, chin) / unit, width: distance(mesh, ...corners) / unit };
}

/** The range of values between their 2nd and 98th percentile. */
export function rangeOf(values: readonly number[]): number {
  return percentile(values, 0.98) - percentile(values, 0.02);
}

function distance(mesh: FaceMesh, from: number, to: number): number {
  const [[x0, y0], [x1, y1]] = [pointOf(mesh, from), pointOf(mesh, to)];
  return Math.hypot(x1 - x0, y1 - y0);
}
