/** A linear change of color, applied to what the network drew: BGR 0..1 in and out. */
export interface Tone {
  /** `[3, 3]`, output channel by input channel */
  readonly matrix: Float32Array;
  /** `[3]` */
  readonly offset: Float32Array;
}

/** ITU-R BT.601 luma of B, G, R. */
const lumaWeights = [0.114, 0.587, 0.299] as const;

/** Deviation from one tint, 0..1, up to which a portrait is monochrome, and from which it has colors. */
const monochrome = 0.012;
const colored = 0.024;

/**
 * Determines the tone of a portrait. A monochrome picture, such as a black-and-white or sepia one, gives
 * its tint to the drawn mouth, so that lips and teeth have no other color; otherwise the drawn colors are
 * kept.
 * @param crop `[3, pixels]` BGR 0..1
 */
export function toneOf(crop: Float32Array): Tone {
  const pixels = crop.length / 3;
  const planes = [0, 1, 2].map((channel) => crop.subarray(channel * pixels, (channel + 1) * pixels));
  const luma = new Float32Array(pixels);
  for (const [channel, plane] of planes.entries()) {
    const weight = lumaWeights[channel] ?? 0;
    for (let pixel = 0; pixel < pixels; pixel++)
      luma[pixel] = (luma[pixel] ?? 0) + weight * (plane[pixel] ?? 0);
  }
  const fits = planes.map((plane) => fitLine(luma, plane));
  const deviation = Math.max(...fits.map((fit) => fit.deviation));
  const share = Math.min(1, Math.max(0, (colored - deviation) / (colored - monochrome)));
  return {
    matrix: Float32Array.from({ length: 9 }, (_, index) => {
      const [output, input] = [Math.floor(index / 3), index % 3];
      const tinted = (fits[output]?.slope ?? 1) * (lumaWeights[input] ?? 0);
      return share * tinted + (1 - share) * (output === input ? 1 : 0);
    }),
    offset: Float32Array.from(fits, ({ intercept }) => share * intercept),
  };
}

/** Least squares: `y = slope · x + intercept`, and the root mean square of what is left. */
function fitLine(x: Float32Array, y: Float32Array) {
  const count = x.length;
  const mean = (numbers: Float32Array) => numbers.reduce((sum, value) => sum + value, 0) / count;
  const [meanX, meanY] = [mean(x), mean(y)];
  let xx = 0;
  let xy = 0;
  let yy = 0;
  for (let i = 0; i < count; i++) {
    const [dx, dy] = [(x[i] ?? 0) - meanX, (y[i] ?? 0) - meanY];
    xx += dx * dx;
    xy += dx * dy;
    yy += dy * dy;
  }
  const slope = xx > 1e-9 * count ? xy / xx : 1;
  const deviation = Math.sqrt(Math.max(0, yy - 2 * slope * xy + slope * slope * xx) / count);
  return { slope, intercept: meanY - slope * meanX, deviation };
}
