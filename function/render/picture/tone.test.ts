import { describe, expect, test } from 'vitest';
import { randomNumbers } from '../../../test/fixtures/random.js';
import { toneOf, type Tone } from './tone.js';

const pixels = 500;

/** A picture from the luma of each pixel, `[3, pixels]` BGR. */
function picture(colorOf: (luma: number, random: () => number) => readonly [number, number, number]) {
  const random = randomNumbers(5);
  const bgr = new Float32Array(3 * pixels);
  for (let pixel = 0; pixel < pixels; pixel++) {
    const color = colorOf(random(), random);
    for (const [channel, value] of color.entries()) bgr[channel * pixels + pixel] = value;
  }
  return bgr;
}

function applied({ matrix, offset }: Tone, color: readonly number[]): number[] {
  return [0, 1, 2].map((row) =>
    color.reduce((sum, value, column) => sum + value * (matrix[3 * row + column] ?? 0), offset[row] ?? 0),
  );
}

const pinkLip = [0.5, 0.4, 0.8];

describe('toneOf', () => {
  test('makes drawn colors gray for a black-and-white portrait', () => {
    const [blue = 0, green = 0, red = 0] = applied(toneOf(picture((luma) => [luma, luma, luma])), pinkLip);
    const luma = 0.114 * 0.5 + 0.587 * 0.4 + 0.299 * 0.8;
    for (const value of [blue, green, red]) expect(value).toBeCloseTo(luma, 4);
  });

  test('gives drawn colors the tint of a sepia portrait', () => {
    const sepia = picture((luma) => [0.7 * luma, 0.9 * luma, 0.1 + 0.9 * luma]);
    const [blue = 0, green = 0, red = 0] = applied(toneOf(sepia), pinkLip);
    expect(blue).toBeLessThan(green);
    expect(green).toBeLessThan(red);
    expect(green / blue).toBeCloseTo(9 / 7, 2);
  });

  test('stays gray for a photograph with a little noise in its colors', () => {
    const noisy = picture((luma, random) => [
      luma + 0.01 * random(),
      luma + 0.01 * random(),
      luma + 0.01 * random(),
    ]);
    const [blue = 0, , red = 0] = applied(toneOf(noisy), pinkLip);
    expect(Math.abs(red - blue)).toBeLessThan(0.01);
  });

  test('keeps the colors of a portrait in color', () => {
    const skin = picture((luma, random) => [0.6 * luma + 0.2 * random(), 0.7 * luma, luma]);
    for (const [i, value] of applied(toneOf(skin), pinkLip).entries())
      expect(value).toBeCloseTo(pinkLip[i] ?? NaN, 5);
  });

  test('keeps colors for a picture of one color', () => {
    const flat = new Float32Array(3 * pixels).fill(0.4);
    for (const value of applied(toneOf(flat), [0.4, 0.4, 0.4])) expect(value).toBeCloseTo(0.4, 5);
  });
});
