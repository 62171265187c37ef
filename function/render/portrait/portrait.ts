import type { PortraitTensors } from './portrait-tensors.js';
import { closeMouthApart } from './close-mouth-apart.js';
import type { Picture } from '../picture/decode-picture.js';
import type { Face } from '../face/face.js';
import { networkBox } from '../face/face-geometry.js';
import type { Surround } from '../picture/surround.js';
import type { Rectangle } from '../picture/geometry.js';
import { faceTensors } from './face-tensors.js';
import { ownTeeth, type OwnTeeth } from './inside/own-teeth.js';
import type { PortraitCutOut } from './framing/shape-cut-out.js';
import { mouthMask, patchRectangle } from './mouth-mask.js';
import { uprightFace } from './upright-face.js';
import { windowMap, type WindowMap } from './window-map.js';

/** A portrait, prepared for the networks and the video. */
export interface Portrait {
  readonly picture: Picture;
  readonly face: Face;
  /** The part of the picture that changes while the portrait speaks; even position and size. */
  readonly patch: Rectangle;
  /** `[patch.height, patch.width]`, 0..1: how far each pixel follows the mouth. */
  readonly mask: Float32Array;
  /** Where the networks' mouth window lies in the picture. */
  readonly window: WindowMap;
  /** What the networks need. */
  readonly tensors: PortraitTensors;
  /** The teeth between parted lips that were closed; absent without them. */
  readonly teeth?: OwnTeeth | undefined;
  /** A color that is painted around the drawn picture. */
  readonly surround?: Surround | undefined;
  /** The portrait without what is behind it, for a transparent video. */
  readonly cutOut?: PortraitCutOut | undefined;
}

/** Closes an open mouth, and cuts out of the picture everything that the networks and the video need. */
export async function preparePortrait(
  original: Picture,
  found: Face,
  signal?: AbortSignal,
): Promise<Portrait> {
  const { picture, face } = await closeMouthApart({ picture: original, face: found }, signal);
  const box = face.tiltedBox ?? networkBox(face);
  const patch = patchRectangle(face.mouth, box, picture);
  const window = windowMap(face);
  const upright = face.tiltedBox ? uprightFace(picture, face.tiltedBox) : { picture, box: networkBox(face) };
  const [mask, tensors] = await Promise.all([
    mouthMask(face, patch, window),
    faceTensors(upright.picture, upright.box),
  ]);
  const teeth = found.openMouth && ownTeeth(original, found.openMouth);
  return { picture, face, patch, mask, window, tensors, teeth };
}
