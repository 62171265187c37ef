/**
 * Fills the unknown pixels of a picture from the known ones around them, smoothly. Pull and push: the
 * picture is halved until everything is known, and the larger ones are filled from the smaller.
 * S. Gortler et al., The Lumigraph (1996).
 * @param rgb `[height, width, 3]`
 * @param known `[height, width]`: 1 where the picture is kept
 * @returns `[height, width, 3]`
 */
export function fillUnknown(
  rgb: Uint8Array,
  known: Uint8Array,
  { width, height }: { width: number; height: number },
): Uint8Array {
  const levels = [firstLevel(rgb, known, { width, height })];
  for (let level = levels[0]; level && Math.max(level.width, level.height) > 1;) {
    level = halved(level);
    levels.push(level);
  }
  let filled: Float32Array | undefined;
  let size = { width, height };
  for (const level of levels.toReversed()) {
    filled = push(level, filled, size);
    size = level;
  }
  const whole = new Uint8Array(rgb.length);
  for (let index = 0; index < rgb.length; index++) {
    const isKnown = known[Math.floor(index / 3)] === 1;
    whole[index] = isKnown ? (rgb[index] ?? 0) : Math.round(filled?.[index] ?? 0);
  }
  return whole;
}

/** Colors times their weight, and the weights (0..1). */
interface Level {
  readonly width: number;
  readonly height: number;
  readonly colors: Float32Array;
  readonly weights: Float32Array;
}

function firstLevel(rgb: Uint8Array, known: Uint8Array, size: { width: number; height: number }): Level {
  const weights = Float32Array.from(known);
  const colors = new Float32Array(rgb.length);
  for (let index = 0; index < rgb.length; index++)
    colors[index] = (rgb[index] ?? 0) * (weights[Math.floor(index / 3)] ?? 0);
  return { ...size, colors, weights };
}

function halved({ width, height, colors, weights }: Level): Level {
  const small = { width: Math.max(1, width >> 1), height: Math.max(1, height >> 1) };
  const half: Level = {
    ...small,
    colors: new Float32Array(small.width * small.height * 3),
    weights: new Float32Array(small.width * small.height),
  };
  for (let row = 0; row < small.height; row++) {
    for (let column = 0; column < small.width; column++) {
      const to = row * small.width + column;
      for (let part = 0; part < 4; part++) {
        const fromRow = Math.min(height - 1, 2 * row + (part >> 1));
        const at = fromRow * width + Math.min(width - 1, 2 * column + (part & 1));
        half.weights[to] = (half.weights[to] ?? 0) + (weights[at] ?? 0) / 4;
        for (let channel = 0; channel < 3; channel++) {
          const index = 3 * to + channel;
          half.colors[index] = (half.colors[index] ?? 0) + (colors[3 * at + channel] ?? 0) / 4;
        }
      }
    }
  }
  return half;
}

/** Colors of a level: its own where it has any, else those of the smaller level. */
function push(
  { width, height, colors, weights }: Level,
  smaller: Float32Array | undefined,
  small: { width: number; height: number },
): Float32Array {
  const filled = new Float32Array(colors.length);
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const pixel = row * width + column;
      const weight = weights[pixel] ?? 0;
      for (let channel = 0; channel < 3; channel++) {
        const own = colors[3 * pixel + channel] ?? 0;
        if (smaller === undefined) filled[3 * pixel + channel] = weight > 0 ? own / weight : 0;
        else if (weight >= 1) filled[3 * pixel + channel] = own;
        else {
          const from = enlarged(smaller, small, row / 2 - 0.25, column / 2 - 0.25, channel);
          filled[3 * pixel + channel] = own + (1 - weight) * from;
        }
      }
    }
  }
  return filled;
}

function enlarged(
  colors: Float32Array,
  { width, height }: { width: number; height: number },
  row: number,
  column: number,
  channel: number,
): number {
  const top = Math.min(height - 1, Math.max(0, Math.floor(row)));
  const left = Math.min(width - 1, Math.max(0, Math.floor(column)));
  const bottom = Math.min(height - 1, top + 1);
  const right = Math.min(width - 1, left + 1);
  const down = Math.min(1, Math.max(0, row - top));
  const across = Math.min(1, Math.max(0, column - left));
  const at = (y: number, x: number) => colors[3 * (y * width + x) + channel] ?? 0;
  return (
    (at(top, left) * (1 - across) + at(top, right) * across) * (1 - down) +
    (at(bottom, left) * (1 - across) + at(bottom, right) * across) * down
  );
}
