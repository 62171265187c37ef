import type { Settings } from '../../../config/settings.js';
import type { Avatar } from './avatar.js';
import { decodePicture, type PictureLimits } from '../picture/decode-picture.js';
import type { FaceExaminer } from '../face/examined-faces.js';
import { isInside } from '../face/find-face.js';
import { fitToVideo } from './fit-video.js';
import { findFaceCached, withContours } from '../face/known-faces.js';
import { preparePortrait, type Portrait } from './portrait.js';

type PictureSettings = Pick<Settings, 'PORTRAIT_MAX_PIXELS' | 'PORTRAIT_BACKGROUND'>;

/** The settings that loading a portrait reads. */
export type PortraitSettings = PictureSettings & Pick<Settings, 'CACHE_DIR' | 'VIDEO_MAX_SIDE'>;

/**
 * Decodes an avatar's picture, finds its face unless the catalogue or the cache knows it, and scales
 * both to the size of the video.
 * @throws RenderError `portrait_unreadable`, `portrait_too_large`, `face_not_found`, `faces_several`; what
 *   `examiner` throws
 */
export async function loadPortrait(
  avatar: Avatar,
  settings: PortraitSettings,
  examiner: FaceExaminer,
  signal?: AbortSignal,
): Promise<Portrait> {
  const picture = await decodePicture(avatar.bytes, pictureLimits(settings));
  const stored = avatar.face && isInside(avatar.face.box, picture) ? avatar.face : undefined;
  const cached = { bytes: avatar.bytes, picture, cacheFolder: settings.CACHE_DIR };
  const face = stored
    ? await withContours(stored, cached, examiner, signal)
    : await findFaceCached(cached, examiner, signal);
  const fitted = await fitToVideo({ picture, face }, settings.VIDEO_MAX_SIDE);
  return preparePortrait(fitted.picture, fitted.face, signal);
}

/** The limits of {@link decodePicture} that the settings give. */
export function pictureLimits(settings: PictureSettings): PictureLimits {
  return { maxPixels: settings.PORTRAIT_MAX_PIXELS, background: settings.PORTRAIT_BACKGROUND };
}
