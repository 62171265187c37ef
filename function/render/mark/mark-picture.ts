import type { Sharp } from 'sharp';
import type { Mark } from './mark.js';

/** Adds the mark to a picture that is about to be encoded. */
export function markPicture(picture: Sharp, { xmp }: Pick<Mark, 'xmp'>): Sharp {
  return xmp === undefined ? picture : picture.withXmp(xmp);
}
