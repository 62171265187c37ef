/** Below this, of 255, the color of a pixel is made from its neighbors': little of it is left in the file. */
const minOwnAlpha = 64;

/** One level of a pyramid: `[height, width, 4]` colors times weight, and weight. */
interface Level {
  readonly width: number;
  readonly height: number;
  readonly values: Float32Array;
}

/**
 * The colors of a picture, which continue beyond its edges: those of pixels that are hardly opaque are made
 * from their neighbors'. Pull and push: S. Gortler et al., The Lumigraph (1996).
 * @param rgba `[height, width, 4]`, not multiplied with alpha
 * @returns `[height, width, 3]`
 */
export function continueColors(rgba: Buffer, width: number, height: number): Buffer {
  const values = new Float32Array(4 * width * height);
  for (let at = 0; at < values.length; at += 4) {
    const alpha = rgba[at + 3] ?? 0;
    const weight = alpha < minOwnAlpha ? 0 : alpha / 255;
    for (let channel = 0; channel < 3; channel++) values[at + channel] = weight * (rgba[at + channel] ?? 0);
    values[at + 3] = weight;
  }
  const levels: Level[] = [{ width, height, values }];
  for (let level = levels[0]; level && Math.max(level.width, level.height) > 1;) {
    level = halved(level);
    levels.push(level);
  }
  for (let index = levels.length - 2; index >= 0; index--) {
    const [level, smaller] = [levels[index], levels[index + 1]];
    if (level && smaller) fillFrom(level, smaller);
  }
  const rgb = Buffer.alloc(3 * width * height);
  for (let pixel = 0; pixel < width * height; pixel++) {
    const isOwn = (rgba[4 * pixel + 3] ?? 0) >= minOwnAlpha;
    for (let channel = 0; channel < 3; channel++) {
      const filled = Math.round(values[4 * pixel + channel] ?? 0);
      rgb[3 * pixel + channel] = isOwn ? (rgba[4 * pixel + channel] ?? 0) : filled;
    }
  }
  return rgb;
}

function halved({ width, height, values }: Level): Level {
  const small = { width: Math.ceil(width / 2), height: Math.ceil(height / 2) };
  const sums = new Float32Array(4 * small.width * small.height);
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const from = 4 * (row * width + column);
      const to = 4 * ((row >> 1) * small.width + (column >> 1));
      for (let index = 0; index < 4; index++)
        sums[to + index] = (sums[to + index] ?? 0) + (values[from + index] ?? 0);
    }
  }
  return { ...small, values: sums };
}

/** Divides by the weight, and takes the rest of it from the smaller level, interpolated linearly. */
function fillFrom({ width, height, values }: Level, smaller: Level): void {
  for (let row = 0, at = 0; row < height; row++) {
    const y = Math.min(smaller.height - 1, Math.max(0, row / 2 - 0.25));
    for (let column = 0; column < width; column++, at += 4) {
      const weight = values[at + 3] ?? 0;
      if (weight < 1) {
        const x = Math.min(smaller.width - 1, Math.max(0, column / 2 - 0.25));
        addColor(values, at, 1 - weight, { level: smaller, x, y });
      } else {
        for (let channel = 0; channel < 3; channel++)
          values[at + channel] = (values[at + channel] ?? 0) / weight;
      }
      values[at + 3] = 1;
    }
  }
}

/** Adds a share of the color at a place of a level. */
function addColor(
  values: Float32Array,
  at: number,
  share: number,
  { level, x, y }: { readonly level: Level; readonly x: number; readonly y: number },
): void {
  const [left, top] = [Math.floor(x), Math.floor(y)];
  const [across, down] = [x - left, y - top];
  const from = 4 * (top * level.width + left);
  const right = left + 1 < level.width ? 4 : 0;
  const below = top + 1 < level.height ? 4 * level.width : 0;
  const total = Math.max(1e-6, level.values[from + 3] ?? 0);
  for (let channel = from; channel < from + 3; channel++) {
    const upper = (level.values[channel] ?? 0) * (1 - across) + (level.values[channel + right] ?? 0) * across;
    const lower =
      (level.values[channel + below] ?? 0) * (1 - across) +
      (level.values[channel + below + right] ?? 0) * across;
    const to = at + channel - from;
    values[to] = (values[to] ?? 0) + (share * (upper * (1 - down) + lower * down)) / total;
  }
}
