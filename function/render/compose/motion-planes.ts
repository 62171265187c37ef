import type { Rectangle } from '../picture/geometry.js';
import { windowScale, type WindowMap } from '../portrait/window-map.js';
import type { Bounds, Kernel } from './kernel/kernel.js';

/** Where the motion of a patch is computed: on a grid about as fine as the network's, then for each pixel. */
export interface MotionPlanes {
  /** Columns and rows of the grid; its spacing is 2 to the power of `step`, in pixels. */
  readonly gridSize: readonly [width: number, height: number];
  readonly step: number;
  /** Addresses: `[height, width]` f32, 0..1, and of pairs of i32. */
  readonly mask: number;
  readonly grid: number;
  /** Addresses of the first pixel of both planes of the patch, i16, with rows of `stride` bytes. */
  readonly x: number;
  readonly y: number;
  readonly stride: number;
}

/** Zeros around the planes, which the kernel reads in eights. */
const margin = 16;

/** @param mask `[height, width]` of the patch, 0..1 */
export function reserveMotion(
  kernel: Kernel,
  patch: Rectangle,
  mask: Float32Array,
  window: WindowMap,
): MotionPlanes {
  const { column, row } = windowScale(window);
  const step = Math.max(0, Math.floor(Math.log2(Math.min(column, row))));
  const spacing = 2 ** step;
  const [width, height] = [Math.ceil(patch.width / spacing) + 1, Math.ceil(patch.height / spacing) + 1];
  const stride = 2 * (patch.width + 2 * margin);
  const plane = () => kernel.reserve(stride * (patch.height + 2 * margin)) + stride * margin + 2 * margin;
  const address = kernel.reserve(4 * width * height);
  const values = kernel.floats(address, width * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const [px, py] = [x * spacing, y * spacing];
      values[y * width + x] = px < patch.width && py < patch.height ? (mask[py * patch.width + px] ?? 0) : 0;
    }
  }
  const grid = kernel.reserve(8 * width * height);
  return { gridSize: [width, height], step, mask: address, grid, x: plane(), y: plane(), stride };
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
