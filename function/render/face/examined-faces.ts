import type { Picture } from '../picture/decode-picture.js';
import { rawPicture } from '../picture/raw-picture.js';
import type { FaceMesh } from './face-mesh.js';

/** A face that was looked at again from close by. */
export interface ExaminedFace {
  readonly mesh: FaceMesh;
  /** How far the head is turned in the picture's plane, clockwise: 180 is upside down. */
  readonly tiltDegrees: number;
}

/** A picture in the top left corner of a black square; the detector would distort any other shape. */
export interface FacedSquare {
  /** `[side, side, 3]` RGB 0..255 */
  readonly rgb: Uint8Array;
  readonly side: number;
  /** The picture's part of the square, in pixels of the square. */
  readonly width: number;
  readonly height: number;
}

/**
 * Finds and examines the faces in a square on another thread. The points are in pixels of the square.
 * @throws RenderError `inference_failed`; the reason of `signal`
 */
export type FaceExaminer = (square: FacedSquare, signal?: AbortSignal) => Promise<readonly ExaminedFace[]>;

/**
 * The detector works on 256 pixels and the mesh on 192 pixels of the face; more would only cost time.
 */
const maxSide = 1280;

/**
 * Finds the faces in a picture.
 * @returns the faces with their points in pixels of the picture, the most certain first
 * @throws what `examiner` throws
 */
export async function examineFaces(
  { width, height, rgb }: Picture,
  examiner: FaceExaminer,
  signal?: AbortSignal,
): Promise<ExaminedFace[]> {
  const side = Math.min(maxSide, Math.max(width, height));
  const scale = side / Math.max(width, height);
  const data = await rawPicture({ rgb, width, height })
    .resize(side, side, { fit: 'contain', position: 'left top', background: '#000000' })
    .raw()
    .toBuffer();
  const square = { rgb: data, side, width: width * scale, height: height * scale };
  const faces = await examiner(square, signal);
  return faces.map(({ mesh, tiltDegrees }) => ({
    tiltDegrees,
    mesh: mesh.map(([x, y]) => [x / scale, y / scale]),
  }));
}
