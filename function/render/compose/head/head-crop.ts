import type { Rectangle } from '../../picture/geometry.js';

/** Pixels across the crop that the head network sees. */
export const headCropSide = 128;

/** The face box's share of the crop, in either direction: the rest is hair, neck, and shoulders. */
const boxShare = 76 / 192;

/** The part of the picture's plane that the head network sees; it may reach beyond the picture. */
export function headCrop({ x, y, width, height }: Rectangle): Rectangle {
  const whole = { width: Math.round(width / boxShare), height: Math.round(height / boxShare) };
  return {
    x: Math.round(x + width / 2 - whole.width / 2),
    y: Math.round(y + height / 2 - whole.height / 2),
    ...whole,
  };
}
