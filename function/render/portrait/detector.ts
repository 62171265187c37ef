import { tensor4d } from '@tensorflow/tfjs-core';
import { RenderError } from '../../../errors/render-error.js';
import { memoizeAsync } from '../memoize-async.js';
import type { Point } from './face.js';
import type { FaceMesh } from './face-mesh.js';
import { loadFaceLibrary } from './human-library.js';
import type { Picture } from './decode-picture.js';
import { rawPicture } from './raw-picture.js';

/** A detected face: its points, and the detector's confidence, 0..1. */
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
  const human = await loadDetector().catch((error: unknown) => {
    throw new RenderError('internal', 'The face detector could not be loaded.', { cause: error });
  });
  const { square, scale } = await squareView(picture);
  const input = tensor4d(square.data, [1, square.side, square.side, 3], 'int32');
  try {
    const result = await human.detect(input);
    return result.face
      .map((face) => ({
        score: face.faceScore,
        mesh: face.mesh.map(([x, y]): Point => [x / scale, y / scale]),
      }))
      .filter((face) => face.mesh.length >= 468);
  } finally {
    input.dispose();
  }
}

/** The picture in the top left corner of a black square; the detector would distort any other shape. */
async function squareView({ width, height, rgb }: Picture) {
  const side = Math.min(maxSide, Math.max(width, height));
  const scale = side / Math.max(width, height);
  const data = await rawPicture({ rgb, width, height })
    .resize(side, side, { fit: 'contain', position: 'left top', background: '#000000' })
    .raw()
    .toBuffer();
  return { square: { data, side }, scale };
}
