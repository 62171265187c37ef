/** Channels of the face input: the crop with its lower half blanked, then the whole crop. */
export const faceChannels = 6;

/** Width and height of the network's face, in pixels. */
export const faceSize = 96;

/** A half-open range of rows or columns. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** A rectangle of a feature map of `size` × `size`. */
export interface Window {
  readonly size: number;
  readonly rows: Span;
  readonly columns: Span;
}

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

/** The number of rows or columns in a span. */
export function spanLength(span: Span): number {
  return span.to - span.from;
}
