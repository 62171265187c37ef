import type { EyeContours } from '../../face/face-contours.js';
import type { Picture } from '../../picture/decode-picture.js';
import { eyeQuality, isClosable } from '../../portrait/lids/closable-eye.js';
import { eyeOutline } from '../../portrait/lids/eye-outline.js';
import { lidSkin } from '../../portrait/lids/lid-skin.js';

/**
 * The eyes that can be closed with their own skin: all, or none. One that is hard to tell closes with the
 * other: people do not wink all the time.
 */
export function closableEyes(picture: Picture, eyes: readonly EyeContours[]): readonly EyeContours[] {
  const isAnyClosable = eyes.some((eye) => {
    const outline = eyeOutline(picture, eye);
    return isClosable(eyeQuality(picture, outline, lidSkin(picture, outline)));
  });
  return isAnyClosable ? eyes : [];
}
