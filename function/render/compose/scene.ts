import type { Rectangle } from '../picture/geometry.js';
import type { EyeContours, FaceContours } from '../face/face-contours.js';
import type { MouthLook } from './lips/mouth-look.js';
import type { WindowMap } from '../portrait/window-map.js';
import type { MotionRange } from './head/cells.js';
import type { EyeFrame } from './eyes/eye-crop.js';
import type { EyelidFields } from './eyes/eyelids.js';

/** Everything that the compositor needs to know about a portrait. */
export interface SceneInput {
  readonly picture: { readonly width: number; readonly height: number; readonly rgb: Uint8Array };
  /** The part of the picture that the mouth changes. */
  readonly patch: Rectangle;
  /** `[patch.height, patch.width]`, 0..1: how far each pixel follows the mouth. */
  readonly mask: Float32Array;
  readonly window: WindowMap;
  /** What the inside of the mouth is drawn from; without it, the drawn mouth is shown between the lips. */
  readonly look?: MouthLook;
  /** The face whose jaw goes down, in a picture without a mouth: its alpha. */
  readonly jaw?: FaceContours;
  /** Eyes that are closed with their own skin, if it can be told that they are open. */
  readonly lids: readonly EyeContours[];
  /** Without it, the head stands. */
  readonly head?: HeadInput;
  /** Eyes that are closed as the eyelid network says: both, or none. */
  readonly eyes: readonly EyeInput[];
}

/** How the head network says that a head moves. */
export interface HeadInput {
  /** `[6, 64, 64]`: x and y in pixels of the crop per radian, for yaw, pitch, and roll. */
  readonly fields: Float32Array;
  /** `[128, 128]`: how much of each pixel of the crop is the person, 0..1. */
  readonly person: Float32Array;
  readonly crop: Rectangle;
  /** The face box. */
  readonly box: Rectangle;
  readonly range: MotionRange;
}

/** An eye that can be closed. */
export interface EyeInput extends EyelidFields {
  readonly frame: EyeFrame;
}
