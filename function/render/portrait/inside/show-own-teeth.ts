import type { MouthInside } from './mouth-inside.js';
import type { OwnTeeth } from './own-teeth.js';

/** Replaces drawn upper teeth by those that the portrait shows, where it shows the inside of its mouth. */
export function showOwnTeeth({ rectangle, teeth }: MouthInside, own: OwnTeeth): void {
  const { x, y, width, height } = own.rectangle;
  for (let row = 0, at = 0; row < height; row++) {
    for (let column = 0; column < width; column++, at++) {
      const known = own.inside[at] ?? 0;
      const [toX, toY] = [x + column - rectangle.x, y + row - rectangle.y];
      if (known === 0 || toX < 0 || toY < 0 || toX >= rectangle.width || toY >= rectangle.height) continue;
      const to = toY * rectangle.width + toX;
      const cover = known * (own.tooth[at] ?? 0);
      teeth.cover[to] = (teeth.cover[to] ?? 0) * (1 - known) + cover;
      for (let channel = 0; channel < 3; channel++) {
        const drawn = teeth.rgb[3 * to + channel] ?? 0;
        teeth.rgb[3 * to + channel] = drawn + cover * ((own.rgb[3 * at + channel] ?? 0) - drawn);
      }
    }
  }
}
