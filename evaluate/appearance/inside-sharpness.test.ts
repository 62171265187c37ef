import { expect, test } from 'vitest';
import { drawMouth, drawnLips, drawnSize } from '../../test/fixtures/drawn-mouth.js';
import { mouthDetail } from './inside-sharpness.js';

const patch = { x: 0, y: 0, ...drawnSize };
const gap = { from: -6 / drawnLips.unit, to: 24 / drawnLips.unit };

/** An open mouth with stripes of two pixels in the opening, and others on the lips. */
async function striped(inside: number, lips: number): Promise<Uint8Array> {
  const pixels = await drawMouth({ gap: 30, raised: 6 });
  const [top, bottom] = [drawnLips.line - 6, drawnLips.line + 24];
  for (let y = 30; y < 110; y++) {
    for (let x = 0; x < drawnSize.width; x++) {
      const contrast = y >= top && y < bottom ? inside : lips;
      pixels.fill(
        100 + (x % 4 < 2 ? contrast : -contrast),
        3 * (y * drawnSize.width + x),
        3 * (y * drawnSize.width + x) + 3,
      );
    }
  }
  return pixels;
}

test.each([
  [20, 10, 4],
  [10, 20, 0.25],
  [0, 20, 0],
])('contrast %d inside and %d on the lips is a ratio of variances of %d', async (inside, lips, ratio) => {
  const detail = mouthDetail(await striped(inside, lips), patch, drawnLips, gap);
  expect((detail?.inside ?? NaN) / (detail?.lips ?? NaN)).toBeCloseTo(ratio, 1);
});

test('teeth have more detail than a dark opening', async () => {
  const [dark, teeth] = await Promise.all(
    [false, true].map(async (isShown) =>
      mouthDetail(await drawMouth({ gap: 30, raised: 6, teeth: isShown }), patch, drawnLips, gap),
    ),
  );
  expect(teeth?.inside).toBeGreaterThan(20 * (dark?.inside ?? NaN));
});

test('a mouth that is hardly open has no inside', async () => {
  expect(mouthDetail(await drawMouth({ gap: 4 }), patch, drawnLips, { from: 0, to: 1.6 })).toBeUndefined();
});
