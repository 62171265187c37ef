import { smoothStep } from '../../numeric/smooth-step.js';
import type { Point } from '../../picture/geometry.js';
import type { FaceMotion } from './face-motion.js';

/** How much wider the mouth is when it is spread fully, and how much narrower when it is rounded. */
const most = { spread: 0.08, rounded: 0.105 } as const;
/** Where the cheeks no longer follow, in halves of the mouth's width from its middle. */
const end = 1.85;
/** Heights between which that ends above and below the lips, in widths of the mouth. */
const fade = { from: 0.22, to: 0.62 } as const;

/**
 * Moves the corners of the mouth apart or together, and the cheeks beside them less and less. Along a line
 * the steepest change is an eighth of a pixel for each pixel, so that nothing folds.
 */
export class LipSpread {
  /** `[rows, columns]`: how far each place goes outwards for a mouth twice as wide. */
  readonly #away: Float32Array;

  /**
   * @param line the closed line of the lips, from corner to corner, in the unit of the grid
   * @param grid of the motion
   */
  constructor(line: readonly Point[], { rows, columns, left, top, step }: Omit<FaceMotion, 'x' | 'y'>) {
    const [from, to] = [line[0], line.at(-1)];
    if (!from || !to) throw new RangeError('The line of the lips is empty.');
    const half = Math.max(0.5, (to[0] - from[0]) / 2);
    const middle = (from[0] + to[0]) / 2;
    // What lies at the border of the window must not move.
    const room = (Math.min(middle - left, left + (columns - 1) * step - middle) - 1) / half;
    const last = Math.min(end, Math.max(1.1, room));
    const slope = (to[1] - from[1]) / (2 * half);
    const height = line.reduce((sum, [, y]) => sum + y, 0) / Math.max(1, line.length);
    this.#away = Float32Array.from({ length: rows * columns }, (_, place) => {
      const x = left + (place % columns) * step - middle;
      const y = top + Math.floor(place / columns) * step - height - slope * x;
      const aside = Math.abs(x) / half;
      const across = aside <= 1 ? aside : 1 - smoothStep(1, last, aside);
      const down = 1 - smoothStep(fade.from, fade.to, Math.abs(y) / (2 * half));
      return Math.sign(x) * across * down * half;
    });
  }

  /**
   * @param from the motion of a mouth, and `to`, the same with its corners moved
   * @param spread −1 rounded … 1 spread
   */
  apply(from: FaceMotion, to: FaceMotion, spread: number): void {
    const amount = spread * (spread > 0 ? most.spread : most.rounded);
    const { rows, columns, step } = from;
    for (let row = 0, place = 0; row < rows; row++) {
      const line = row * columns;
      for (let column = 0; column < columns; column++, place++) {
        const away = amount * (this.#away[place] ?? 0);
        // Each place shows what the mouth has where the place was.
        const at = Math.min(columns - 1, Math.max(0, column - away / step));
        const near = Math.min(columns - 2, Math.floor(at));
        const share = at - near;
        const [first, next] = [line + near, line + near + 1];
        to.x[place] = (from.x[first] ?? 0) * (1 - share) + (from.x[next] ?? 0) * share - away;
        to.y[place] = (from.y[first] ?? 0) * (1 - share) + (from.y[next] ?? 0) * share;
      }
    }
  }
}
