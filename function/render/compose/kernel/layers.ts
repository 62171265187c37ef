import type { Rectangle } from '../../picture/geometry.js';
import type { Kernel } from './kernel.js';

/**
 * Something that is drawn over the portrait at the portrait's own place, and moves with the head: planes
 * in the kernel's memory, transparent at their border.
 */
export interface Layer {
  /** In pixels of the picture; even position and size. */
  readonly rectangle: Rectangle;
  /** Addresses: `[height, width]` Y and opacity 0..255. */
  readonly luma: number;
  readonly alpha: number;
  /** Addresses: `[height / 2, width]` Cb and Cr in turn, and `[height / 2, width / 2]` opacity. */
  readonly pairs: number;
  readonly pairAlpha: number;
}

/** A layer, and the part of the picture in which it is not transparent, of even position and size. */
export interface DrawnLayer {
  readonly layer: Layer;
  readonly visible: Rectangle;
}

/** A transparent layer. */
export function reserveLayer(kernel: Kernel, rectangle: Rectangle): Layer {
  const area = rectangle.width * rectangle.height;
  return {
    rectangle,
    luma: kernel.reserve(area),
    alpha: kernel.reserve(area),
    pairs: kernel.reserve(area / 2),
    pairAlpha: kernel.reserve(area / 4),
  };
}
