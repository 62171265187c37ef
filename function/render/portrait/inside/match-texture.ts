import type { InsideLayer, MouthInside } from './mouth-inside.js';
import type { PortraitStyle } from './portrait-style.js';

/** Drawn edges are smoothed over a pixel already. */
const drawnSoftness = 0.4;
/** Softer than this share of the mouth's height, teeth would vanish. */
const maxSoftness = 4;

/** Makes the layers as soft and as grainy as the portrait. */
export function matchTexture({ rectangle, cavity, jaw, teeth }: MouthInside, style: PortraitStyle): void {
  const softness = Math.min(maxSoftness, style.softness);
  const sigma = Math.sqrt(Math.max(0, softness * softness - drawnSoftness * drawnSoftness));
  for (const layer of [cavity, jaw, teeth]) {
    if (sigma > 0.2) blurLayer(layer, rectangle, sigma);
  }
  if (style.grain < 0.5) return;
  const noise = grain(rectangle.width * rectangle.height);
  for (const { rgb } of [cavity, jaw, teeth]) {
    for (let at = 0; at < rgb.length; at += 3) {
      // Dark places have less of it.
      const amount = style.grain * Math.min(1, (rgb[at + 1] ?? 0) / 128 + 0.15) * (noise[at / 3] ?? 0);
      for (let channel = at; channel < at + 3; channel++) rgb[channel] = (rgb[channel] ?? 0) + amount;
    }
  }
}

/** Blurs colors weighted by their cover, so that what is not there does not bleed in. */
function blurLayer(
  { rgb, cover }: InsideLayer,
  size: { width: number; height: number },
  sigma: number,
): void {
  const kernel = gaussian(sigma);
  const weights = cover.map((share) => share + 1e-3);
  for (const channel of [0, 1, 2]) {
    const plane = weights.map((weight, at) => weight * (rgb[3 * at + channel] ?? 0));
    const blurred = blurPlane(plane, size, kernel);
    for (let at = 0; at < blurred.length; at++) rgb[3 * at + channel] = blurred[at] ?? 0;
  }
  const total = blurPlane(weights, size, kernel);
  for (let at = 0; at < rgb.length; at++) rgb[at] = (rgb[at] ?? 0) / (total[Math.floor(at / 3)] ?? 1);
  cover.set(total.map((weight) => Math.max(0, weight - 1e-3)));
}

/** Lines of a plane in one direction: their length, and steps between values and between lines. */
interface Lines {
  readonly count: number;
  readonly lines: number;
  readonly step: number;
  readonly lineStep: number;
}

function blurPlane(
  plane: Float32Array,
  { width, height }: { width: number; height: number },
  kernel: Float64Array,
): Float32Array {
  const reach = (kernel.length - 1) / 2;
  const pass = (from: Float32Array, { count, lines, step, lineStep }: Lines) => {
    const to = new Float32Array(from.length);
    for (let line = 0; line < lines; line++) {
      const first = line * lineStep;
      for (let index = 0; index < count; index++) {
        const isInside = index >= reach && index + reach < count;
        let sum = 0;
        for (let tap = -reach; tap <= reach; tap++) {
          const near = isInside ? index + tap : Math.min(count - 1, Math.max(0, index + tap));
          sum += (kernel[tap + reach] ?? 0) * (from[first + near * step] ?? 0);
        }
        to[first + index * step] = sum;
      }
    }
    return to;
  };
  const rows = pass(plane, { count: width, lines: height, step: 1, lineStep: width });
  return pass(rows, { count: height, lines: width, step: width, lineStep: 1 });
}

function gaussian(sigma: number): Float64Array {
  const reach = Math.ceil(2.5 * sigma);
  const weights = Float64Array.from({ length: 2 * reach + 1 }, (_, tap) =>
    Math.exp(-0.5 * ((tap - reach) / sigma) ** 2),
  );
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => weight / sum);
}

/** Normal noise that is the same for every render. */
function grain(count: number): Float32Array {
  let state = 0x9e3779b9;
  const uniform = () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
  // The sum of four has a standard deviation of √(4 / 12).
  return Float32Array.from(
    { length: count },
    () => (uniform() + uniform() + uniform() + uniform() - 2) * Math.sqrt(3),
  );
}
