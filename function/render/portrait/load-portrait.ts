import type { Settings } from '../../../config/settings.js';
import type { Avatar } from './avatar.js';
import { decodePicture, type Picture } from '../picture/decode-picture.js';
import type { FaceExaminer } from '../face/examined-faces.js';
import { pictureLimits, type PictureSettings } from './framing/picture-limits.js';
import { isInside } from '../face/find-face.js';
import { fitToVideo } from './framing/fit-video.js';
import type { Face } from '../face/face.js';
import { findFaceCached, withContours } from '../face/known-faces.js';
import type { PictureShape } from '../../../domain/video-form.js';
import { shapeCutOut, withPreparedFace } from './framing/shape-cut-out.js';
import { shapePortrait } from './framing/shape-portrait.js';
import { preparePortrait, type Portrait } from './portrait.js';

/** The settings that loading a portrait reads. */
export type PortraitSettings = PictureSettings & Pick<Settings, 'CACHE_DIR' | 'VIDEO_MAX_SIDE'>;

/** What finding a portrait's face needs. */
export interface PortraitContext {
  readonly settings: PortraitSettings;
  readonly examineFaces: FaceExaminer;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Decodes an avatar's picture, and finds its face unless the catalogue or the cache knows it.
 * @throws RenderError `portrait_unreadable`, `portrait_too_large`, `face_not_found`, `faces_several`; what
 *   `examineFaces` throws
 */
export async function findPortraitFace(
  avatar: Avatar,
  { settings, examineFaces, signal }: PortraitContext,
): Promise<{ picture: Picture; face: Face }> {
  const picture = await decodePicture(avatar.bytes, pictureLimits(settings));
  const stored = avatar.face && isInside(avatar.face.box, picture) ? avatar.face : undefined;
  const cached = { bytes: avatar.bytes, picture, cacheFolder: settings.CACHE_DIR };
  const face = stored
    ? await withContours(stored, cached, examineFaces, signal)
    : await findFaceCached(cached, examineFaces, signal);
  return { picture, face };
}

/** How a portrait is loaded. */
interface PortraitOptions {
  readonly signal?: AbortSignal;
  /** Absent fields leave the picture as it is. */
  readonly shape?: PictureShape;
}

/**
 * Decodes an avatar's picture, finds its face unless the catalogue or the cache knows it, and scales
 * both to the size of the video.
 * @throws RenderError `portrait_unreadable`, `portrait_too_large`, `face_not_found`, `faces_several`,
 *   `crop_invalid`, `portrait_opaque`; what `examiner` throws
 */
export async function loadPortrait(
  avatar: Avatar,
  settings: PortraitSettings,
  examiner: FaceExaminer,
  { signal, shape = {} }: PortraitOptions = {},
): Promise<Portrait> {
  const decoded = await findPortraitFace(avatar, { settings, examineFaces: examiner, signal });
  const cutOut =
    shape.background === 'transparent'
      ? await shapeCutOut(decoded, avatar.bytes, shape, settings.VIDEO_MAX_SIDE)
      : undefined;
  const shaped = await shapePortrait(decoded, avatar.bytes, shape, settings);
  const fitted = await fitToVideo(shaped, settings.VIDEO_MAX_SIDE);
  const portrait = await preparePortrait(fitted.picture, fitted.face, signal);
  return {
    ...portrait,
    surround: fitted.surround,
    cutOut: cutOut && withPreparedFace(cutOut, portrait.picture),
  };
}
