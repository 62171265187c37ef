import type { Picture } from './decode-picture.js';

/** Interpolates a channel with Catmull-Rom splines, 0..255; beyond the edge, the outermost pixels repeat. */
export function colorAt(picture: Picture, x: number, y: number, channel: number): number {
  colorInto(found, picture, x, y);
  return found[channel] ?? 0;
}

/**
 * Interpolates a color with Catmull-Rom splines; beyond the edge, the outermost pixels repeat. Nothing is
 * allocated, because it runs for each of many pixels.
 * @param to RGB, 0..255
 */
export function colorInto(to: Float64Array, { rgb, width, height }: Picture, x: number, y: number): void {
  const [left, top] = [Math.floor(x - 0.5), Math.floor(y - 0.5)];
  setWeights(across, x - 0.5 - left);
  setWeights(down, y - 0.5 - top);
  let [red, green, blue] = [0, 0, 0];
  for (let j = 0; j < 4; j++) {
    const line = Math.min(height - 1, Math.max(0, top + j - 1)) * width;
    let [redLine, greenLine, blueLine] = [0, 0, 0];
    for (let i = 0; i < 4; i++) {
      const at = 3 * (line + Math.min(width - 1, Math.max(0, left + i - 1)));
      const weight = across[i] ?? 0;
      redLine += weight * (rgb[at] ?? 0);
      greenLine += weight * (rgb[at + 1] ?? 0);
      blueLine += weight * (rgb[at + 2] ?? 0);
    }
    const weight = down[j] ?? 0;
    red += weight * redLine;
    green += weight * greenLine;
    blue += weight * blueLine;
  }
  to[0] = Math.min(255, Math.max(0, red));
  to[1] = Math.min(255, Math.max(0, green));
  to[2] = Math.min(255, Math.max(0, blue));
}

const found = new Float64Array(3);
const across = new Float64Array(4);
const down = new Float64Array(4);

/** Weights of the four samples around a point between the middle two. R. Keys (1981), a = −½. */
function setWeights(to: Float64Array, t: number): void {
  to[0] = ((-0.5 * t + 1) * t - 0.5) * t;
  to[1] = (1.5 * t - 2.5) * t * t + 1;
  to[2] = ((-1.5 * t + 2) * t + 0.5) * t;
  to[3] = (0.5 * t - 0.5) * t * t;
}
