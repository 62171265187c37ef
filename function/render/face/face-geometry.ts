import type { Face } from './face.js';
import type { Rectangle, Window } from '../picture/geometry.js';

/** Channels of the face input: the crop with its lower half blanked, then the whole crop. */
export const faceChannels = 6;

/** Width and height of the network's face, in pixels. */
export const faceSize = 96;

/**
 * The part of the 96×96 face that may be pasted: from below the nose to the lower edge of the chin,
 * without the outer cheeks. The decoder skips everything outside of it, and the mouth mask is 0 there.
 */
export const mouthWindow: Window = {
  size: faceSize,
  rows: { from: 52, to: 96 },
  columns: { from: 14, to: 82 },
};

/** The part that the network outputs: the mouth window and the halo of the decoder's last stage. */
export const computedWindow: Window = {
  size: faceSize,
  rows: { from: 49, to: 96 },
  columns: { from: 11, to: 85 },
};

/** The part of the picture's plane that the network sees; it keeps a face's true proportions. */
export function networkBox({ box, wholeBox }: Pick<Face, 'box' | 'wholeBox'>): Rectangle {
  return wholeBox ?? box;
}
