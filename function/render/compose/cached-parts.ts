import type { YuvPicture } from '../picture/planes.js';
import type { SkinLids } from './eyes/skin-lids.js';
import { personMatte, type PersonMatte } from './head/person-matte.js';
import type { PortraitCache } from './portrait-cache.js';
import type { HeadInput } from './scene.js';

/** The layers between which a head moves: the person, and what is behind it. */
export function cachedMatte(cache: PortraitCache, picture: YuvPicture, head: HeadInput): PersonMatte {
  const { width, height, planes } = picture;
  const area = width * height;
  const from = [head.person, head.crop, head.box];
  const bytes = cache.get('matte', from, area + planes.length, () => {
    const { person, background } = personMatte(picture, head.person, head);
    return Buffer.concat([person, background.planes]);
  });
  return { person: bytes.subarray(0, area), background: { ...picture, planes: bytes.subarray(area) } };
}

/** Restores the positions of lids that an earlier video has shown. */
export function restoreLids(cache: PortraitCache, lids: SkinLids): void {
  const known = cache.read('lids', [lids.contours], lids.savedBytes);
  if (known) lids.restore(known);
}

/** Keeps the positions of lids, if there are new ones. */
export function saveLids(cache: PortraitCache, lids: SkinLids): void {
  const positions = lids.save();
  if (positions) cache.write('lids', [lids.contours], positions);
}
