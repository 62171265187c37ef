import type { Rectangle, Span } from '../../function/render/picture/geometry.js';
import type { Lips } from '../lips.js';
import { mean } from '../statistics.js';

/** The part of the mouth's width that is examined. */
const watched = 0.3;
/** Network pixels at the rims of the lips that count to neither side. */
const rim = 0.75;
/** The lowest opening whose inside is examined, and the height of each lip, network pixels. */
const minOpening = 3.5;
const lipHeight = { upper: 3.5, lower: 4.5 } as const;

/** How much detail is seen in the opening and in the lips around it: variances of the Laplacian. */
export interface MouthDetail {
  readonly inside: number;
  readonly lips: number;
}

/**
 * Measures the middle of an open mouth.
 * @param pixels the patch, `[height, width, 3]` RGB
 * @param gap the opening, network pixels from where the lips meet at rest
 * @returns undefined if it is too small to have an inside
 */
export function mouthDetail(
  pixels: Uint8Array,
  patch: Rectangle,
  { middle, line, width, unit }: Lips,
  gap: Span,
): MouthDetail | undefined {
  if (gap.to - gap.from < minOpening) return undefined;
  const columns = {
    from: middle - patch.x - (watched / 2) * width,
    to: middle - patch.x + (watched / 2) * width,
  };
  const rows = (from: number, to: number) => ({
    from: line - patch.y + from * unit,
    to: line - patch.y + to * unit,
  });
  const seen = (part: Span) => laplacians(pixels, patch, columns, part);
  const inside = variance(seen(rows(gap.from + rim, gap.to - rim)));
  const upper = seen(rows(gap.from - lipHeight.upper, gap.from - rim));
  const lips = variance([...upper, ...seen(rows(gap.to + rim, gap.to + lipHeight.lower))]);
  return lips > 0 ? { inside, lips } : undefined;
}

/** The Laplacian of the luma, 0..255, at each pixel of a part. */
function laplacians(pixels: Uint8Array, size: Rectangle, columns: Span, rows: Span): number[] {
  const luma = (x: number, y: number) => {
    const at = 3 * (y * size.width + x);
    return 0.299 * (pixels[at] ?? 0) + 0.587 * (pixels[at + 1] ?? 0) + 0.114 * (pixels[at + 2] ?? 0);
  };
  const found: number[] = [];
  for (let y = Math.max(1, Math.ceil(rows.from)); y < Math.min(size.height - 1, rows.to); y++) {
    for (let x = Math.max(1, Math.ceil(columns.from)); x < Math.min(size.width - 1, columns.to); x++) {
      found.push(luma(x - 1, y) + luma(x + 1, y) + luma(x, y - 1) + luma(x, y + 1) - 4 * luma(x, y));
    }
  }
  return found;
}

function variance(values: readonly number[]): number {
  if (values.length === 0) return 0;
  const center = mean(values);
  return mean(values.map((value) => (value - center) ** 2));
}
