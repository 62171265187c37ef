import type { Settings } from '../config/settings.js';
import type { PortraitWarningCode } from '../domain/portrait-warnings.js';
import { RenderError } from '../errors/render-error.js';
import { examineFaces, type FaceExaminer } from '../function/render/face/examined-faces.js';
import { chooseFace, faceBoxes } from '../function/render/face/find-face.js';
import { decodePicture } from '../function/render/picture/decode-picture.js';
import type { Rectangle } from '../function/render/picture/geometry.js';
import { pictureLimits } from '../function/render/portrait/framing/picture-limits.js';
import { loadAvatar, type PortraitInput } from './portrait-input.js';

/** The faces in a picture. Boxes are in its pixels, upright as EXIF says. */
export interface FoundFaces {
  readonly width: number;
  readonly height: number;
  /** All faces, from left to right; one of them can be given as `face` of a video. */
  readonly boxes: readonly Rectangle[];
  /** The face that a video uses unless it is given another; absent if none is clear. */
  readonly face?: Rectangle;
  /** Why that face may speak poorly. */
  readonly warnings: readonly PortraitWarningCode[];
  /** Why there is no face to use: `face_not_found` or `faces_several`. */
  readonly error?: RenderError;
}

/**
 * Finds the faces in a portrait.
 * @throws RenderError `portrait_*`, `avatar_not_found`, `inference_failed`; the reason of the abort
 */
export async function findFaces(
  portrait: PortraitInput,
  settings: Settings,
  examiner: FaceExaminer,
  signal: AbortSignal,
): Promise<FoundFaces> {
  const { bytes } = await loadAvatar(portrait, undefined, settings, signal);
  const picture = await decodePicture(bytes, pictureLimits(settings));
  const { width, height } = picture;
  const faces = await examineFaces(picture, examiner, signal);
  const boxes = faceBoxes(faces, picture);
  try {
    const { box, warnings = [] } = await chooseFace(faces, picture);
    return { width, height, boxes, face: box, warnings };
  } catch (error) {
    const isAboutFaces =
      error instanceof RenderError && (error.code === 'face_not_found' || error.code === 'faces_several');
    if (!isAboutFaces) throw error;
    return { width, height, boxes, warnings: [], error };
  }
}
