import { windowSize } from './drawn-mouths.js';

/** The middle of the window, where lips part first. */
const middle = { from: 0.4, to: 0.6 } as const;

/**
 * How far a motion moves the lips apart, in pixels of the network: the range of heights in the middle of the
 * mouth.
 * @param motion `[2, 44, 68]`
 */
export function drawnOpening(motion: Float32Array): number {
  const { height, width } = windowSize;
  const [from, to] = [Math.floor(middle.from * width), Math.ceil(middle.to * width)];
  let [least, most] = [0, 0];
  for (let row = 0; row < height; row++) {
    for (let column = from; column < to; column++) {
      const down = motion[(height + row) * width + column] ?? 0;
      least = Math.min(least, down);
      most = Math.max(most, down);
    }
  }
  return most - least;
}
