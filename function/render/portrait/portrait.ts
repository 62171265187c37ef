import type { PortraitTensors } from '../wav2lip/portrait-tensors.js';
import { cutPixels } from './cut-pixels.js';
import type { Picture } from './decode-picture.js';
import { networkBox, type Face, type Rectangle } from './face.js';
import { faceTensors } from './face-tensors.js';
import { patchRectangle } from './mouth-mask.js';

/** A portrait, prepared for the network and the video. */
export interface Portrait {
  readonly picture: Picture;
  readonly face: Face;
  /** The part of the picture that changes while the portrait speaks; even position and size. */
  readonly patch: Rectangle;
  /** `[patch.height, patch.width]`, 0..1: how much of the drawn mouth is visible. */
  readonly mask: Float32Array;
  /** What the engine needs to draw the patch. */
  readonly tensors: PortraitTensors;
}

/** Cuts out of a picture everything that the network and the video need. */
export async function preparePortrait(picture: Picture, face: Face): Promise<Portrait> {
  const patch = patchRectangle(face.mouth, networkBox(face), picture);
  const tensors = await faceTensors(picture, face, patch);
  return { picture, face, patch, mask: tensors.mask, tensors };
}

/** The portrait's own pixels, `[patch.height, patch.width, 3]` RGB. */
export function restPatch({ picture, patch }: Pick<Portrait, 'picture' | 'patch'>): Uint8Array {
  return cutPixels(picture.rgb, picture.width, patch, 3);
}
