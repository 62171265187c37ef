import type { Rectangle } from '../picture/geometry.js';
import { windowScale, type WindowMap } from '../portrait/window-map.js';
import type { Bounds, Kernel } from './kernel/kernel.js';

/** The grid on which the motion of a patch is computed: about as fine as the network's. */
export interface MotionGrid {
  readonly width: number;
  readonly height: number;
  /** The spacing is 2 to this power, in pixels. */
  readonly step: number;
  /** Addresses: `[height, width]` f32 and `[height, width, 2]` i16. */
  readonly mask: number;
  readonly motion: number;
}

export function reserveGrid(
  kernel: Kernel,
  patch: Rectangle,
  mask: Float32Array,
  window: WindowMap,
): MotionGrid {
  const { column, row } = windowScale(window);
  const step = Math.max(0, Math.floor(Math.log2(Math.min(column, row))));
  const [width, height] = [Math.ceil(patch.width / 2 ** step) + 1, Math.ceil(patch.height / 2 ** step) + 1];
  const grid = { width, height, step, mask: kernel.reserve(4 * width * height) };
  const motion = kernel.reserve(4 * width * height);
  const values = kernel.floats(grid.mask, width * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const [px, py] = [x * 2 ** step, y * 2 ** step];
      values[y * width + x] = px < patch.width && py < patch.height ? (mask[py * patch.width + px] ?? 0) : 0;
    }
  }
  return { ...grid, motion };
}

export function boundsIn(patch: Rectangle, { x, y, width, height }: Rectangle): Bounds {
  return [x - patch.x, x - patch.x + width, y - patch.y, y - patch.y + height];
}

/** The kernel interpolates up to the border, and expects nothing beyond it. */
export function clearBorder(mask: Float32Array, { width, height }: Rectangle): void {
  mask.fill(0, 0, width);
  mask.fill(0, (height - 1) * width);
  for (let row = 0; row < height; row++) {
    mask[row * width] = 0;
    mask[(row + 1) * width - 1] = 0;
  }
}
