import { tensor4d } from '@tensorflow/tfjs-core';
import { RenderError } from '../../../errors/render-error.js';
import { memoizeAsync } from '../../../config/memoize-async.js';
import type { Point } from './face.js';
import type { FaceMesh } from './face-mesh.js';
import { sampleView, viewToPicture, type FaceView } from '../picture/square-view.js';
import { loadFaceLibrary } from './human-library.js';
import type { Picture } from '../picture/decode-picture.js';
import { rawPicture } from '../picture/raw-picture.js';

/** A detected face: its points in pixels of the picture, and how sure the detector is, 0..1. */
export interface FoundFace {
  readonly mesh: FaceMesh;
  readonly score: number;
}

/**
 * The detector works on 256 pixels and the mesh on 192 pixels of the face; more would only cost time.
 */
const maxSide = 1280;
const maxFaces = 10;
const minConfidence = 0.4;

const loadDetector = memoizeAsync(() => loadFaceLibrary(maxFaces, minConfidence));

/** Finds all faces in a picture. The detector is loaded on first use. */
export async function findFaces(picture: Picture): Promise<FoundFace[]> {
  const { square, scale } = await squareView(picture);
  return findFacesInSquare(square, scale);
}

/** Finds all faces in a square picture; `scale` is its size relative to the picture they belong to. */
export function findFacesInSquare({ rgb, width }: Picture, scale: number): Promise<FoundFace[]> {
  return detect(rgb, width, ([x, y]) => [x / scale, y / scale]);
}

/** Finds all faces in a view, which is sampled with `size` × `size` pixels. */
export function findFacesInView(picture: Picture, view: FaceView, size: number): Promise<FoundFace[]> {
  return detect(sampleView(picture, view, size), size, viewToPicture(view, size));
}

/** The picture in the top left corner of a black square; the detector would distort any other shape. */
export async function squareView({ width, height, rgb }: Picture): Promise<{
  readonly square: Picture;
  readonly scale: number;
}> {
  const side = Math.min(maxSide, Math.max(width, height));
  const scale = side / Math.max(width, height);
  const data = await rawPicture({ rgb, width, height })
    .resize(side, side, { fit: 'contain', position: 'left top', background: '#000000' })
    .raw()
    .toBuffer();
  return { square: { rgb: data, width: side, height: side }, scale };
}

async function detect(
  rgb: Uint8Array,
  side: number,
  toPicture: (point: Point) => Point,
): Promise<FoundFace[]> {
  const human = await loadDetector().catch((error: unknown) => {
    throw new RenderError('internal', 'The face detector could not be loaded.', { cause: error });
  });
  const input = tensor4d(rgb, [1, side, side, 3], 'int32');
  try {
    const result = await human.detect(input);
    return result.face
      .map((face) => ({
        score: face.boxScore,
        mesh: face.mesh.map(([x, y]): Point => toPicture([x, y])),
      }))
      .filter((face) => face.mesh.length >= 468);
  } finally {
    input.dispose();
  }
}
