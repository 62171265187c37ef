import type { Rectangle } from '../../picture/geometry.js';

/** A drawn part of a picture. */
export interface InsideLayer {
  /** `[height, width, 3]` RGB 0..255 */
  readonly rgb: Float32Array;
  /** `[height, width]`, 0..1 */
  readonly cover: Float32Array;
}

/** The inside of a mouth at the resolution of its portrait, in three layers from back to front. */
export interface MouthInside {
  readonly rectangle: Rectangle;
  /** Stands with the skull; covers everything. */
  readonly cavity: InsideLayer;
  /** Tongue and lower teeth; goes down with the jaw. */
  readonly jaw: InsideLayer;
  /** Upper teeth; stand with the skull. */
  readonly teeth: InsideLayer;
}
