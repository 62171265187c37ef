import type { Settings } from '../../../../config/settings.js';
import type { PictureLimits } from '../../picture/decode-picture.js';

export type PictureSettings = Pick<Settings, 'PORTRAIT_MAX_PIXELS' | 'PORTRAIT_BACKGROUND'>;

/** The limits of `decodePicture` that the settings give. */
export function pictureLimits(settings: PictureSettings): PictureLimits {
  return { maxPixels: settings.PORTRAIT_MAX_PIXELS, background: settings.PORTRAIT_BACKGROUND };
}
