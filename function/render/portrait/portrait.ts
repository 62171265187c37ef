import type { PortraitTensors } from './portrait-tensors.js';
import { closeMouth } from './close-mouth.js';
import { cutPixels } from '../picture/cut-pixels.js';
import type { Picture } from '../picture/decode-picture.js';
import { networkBox, type Face } from '../face/face.js';
import type { Rectangle, TiltedBox } from '../picture/geometry.js';
import { faceTensors } from './face-tensors.js';
import { patchRectangle } from './mouth-mask.js';
import { TiltedPatch } from './tilted-patch.js';
import { uprightFace } from './upright-face.js';

/** A portrait, prepared for the network and the video. */
export interface Portrait {
  readonly picture: Picture;
  readonly face: Face;
  /** The part of the picture that changes while the portrait speaks; even position and size. */
  readonly patch: Rectangle;
  /** `[patch.height, patch.width]`, 0..1: how much of the drawn mouth is visible. */
  readonly mask: Float32Array;
  /** What the engine needs to draw the patch, or that of a tilted head turned upright. */
  readonly tensors: PortraitTensors;
  /** Puts what is drawn upright into the patch; absent if the head is upright. */
  readonly tilted?: TiltedPatch;
}

/** Closes an open mouth, and prepares everything that the network and the video need. */
export async function preparePortrait(original: Picture, found: Face): Promise<Portrait> {
  const { picture, face } = closeMouth({ picture: original, face: found });
  if (face.tiltedBox) return prepareTilted(picture, face, face.tiltedBox);
  const patch = patchRectangle(face.mouth, networkBox(face), picture);
  const tensors = await faceTensors(picture, face, patch);
  return { picture, face, patch, mask: tensors.mask, tensors };
}

async function prepareTilted(picture: Picture, face: Face, box: TiltedBox): Promise<Portrait> {
  const upright = uprightFace(picture, face.mouth, box);
  const drawn = patchRectangle(upright.face.mouth, upright.face.box, upright.picture);
  const tensors = await faceTensors(upright.picture, upright.face, drawn);
  const patch = patchRectangle(face.mouth, box, picture);
  const tilted = new TiltedPatch(picture, patch, tensors, (point) => {
    const [x, y] = upright.toUpright(point);
    return [x - drawn.x, y - drawn.y];
  });
  return { picture, face, patch, mask: tilted.mask, tensors, tilted };
}

/** The portrait's own pixels, `[patch.height, patch.width, 3]` RGB. */
export function restPatch({ picture, patch }: Pick<Portrait, 'picture' | 'patch'>): Uint8Array {
  return cutPixels(picture.rgb, picture.width, patch, 3);
}

/**
 * Returns the patch with the mouth that the engine has drawn.
 * @returns `[patch.height, patch.width, 3]` RGB
 */
export function shownPatch({ tilted }: Pick<Portrait, 'tilted'>, drawn: Uint8Array): Uint8Array {
  return tilted?.place(drawn) ?? drawn;
}
