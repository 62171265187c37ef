import { mouthWindow } from '../face/face-geometry.js';
import { spanLength } from '../picture/geometry.js';

/** Pixels of the mouth window. */
export const windowSize = {
  height: spanLength(mouthWindow.rows),
  width: spanLength(mouthWindow.columns),
} as const;

/** What the networks say about the mouths of some frames. */
export interface DrawnMouths {
  /** `[frames, 44, 68, 3]` RGB 0..255: the mouth window as Wav2Lip drew it. */
  readonly drawn: Uint8Array;
  /** What the detail network found; absent without it. */
  readonly detail?: MouthDetail;
}

/** How the portrait's own pixels show a drawn mouth. */
export interface MouthDetail {
  /**
   * `[frames, 2, 44, 68]`: where in the portrait each pixel comes from, relative to itself, x and y in
   * pixels of the 96×96 face.
   */
  readonly motion: Float32Array;
  /** `[frames, 88, 136]`, 0..255: how far the portrait is hidden by what was drawn. */
  readonly hidden: Uint8Array;
}

/** Numbers of one frame in each tensor. */
export const perFrame = {
  drawn: 3 * windowSize.height * windowSize.width,
  motion: 2 * windowSize.height * windowSize.width,
  hidden: 4 * windowSize.height * windowSize.width,
} as const;

/** Tensors for a number of frames. */
export function emptyMouths(frames: number, withDetail: boolean): DrawnMouths {
  const drawn = new Uint8Array(frames * perFrame.drawn);
  if (!withDetail) return { drawn };
  const motion = new Float32Array(frames * perFrame.motion);
  return { drawn, detail: { motion, hidden: new Uint8Array(frames * perFrame.hidden) } };
}

/** Some of the frames, in the same memory. */
export function mouthsBetween({ drawn, detail }: DrawnMouths, from: number, to: number): DrawnMouths {
  const part = drawn.subarray(from * perFrame.drawn, to * perFrame.drawn);
  if (!detail) return { drawn: part };
  return {
    drawn: part,
    detail: {
      motion: detail.motion.subarray(from * perFrame.motion, to * perFrame.motion),
      hidden: detail.hidden.subarray(from * perFrame.hidden, to * perFrame.hidden),
    },
  };
}

/** Copies frames to the front of others of the same kind. */
export function copyMouths(from: DrawnMouths, to: DrawnMouths): void {
  to.drawn.set(from.drawn);
  if (!from.detail || !to.detail) return;
  to.detail.motion.set(from.detail.motion);
  to.detail.hidden.set(from.detail.hidden);
}
