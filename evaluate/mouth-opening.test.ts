import { describe, expect, test } from 'vitest';
import { drawMouth, drawnLips, drawnSize, type DrawnMouth } from '../test/fixtures/drawn-mouth.js';
import { correlation } from './score.js';
import { openingMeter } from './mouth-opening.js';

const patch = { x: 0, y: 0, ...drawnSize };

async function measured(mouth: DrawnMouth, still: Partial<DrawnMouth> = {}): Promise<number> {
  const meter = openingMeter(await drawMouth({ gap: 0, ...still }), patch, drawnLips);
  return meter(await drawMouth({ ...still, ...mouth }));
}

test.each([0, 4, 8, 12, 16, 20, 25, 30])(
  'the opening meter measures a gap of %d pixels, in network pixels',
  async (gap) => {
    expect(Math.abs((await measured({ gap })) - gap / drawnLips.unit)).toBeLessThan(0.7);
  },
);

describe.each([
  { name: 'teeth', mouth: { teeth: true } },
  { name: 'rounded lips', mouth: { half: 38 } },
  { name: 'the jaw alone', mouth: { raised: 0 } },
])('the opening meter with $name', ({ mouth }) => {
  test('measures the opening', async () => {
    for (const gap of [10, 18, 26]) {
      expect(Math.abs((await measured({ gap, ...mouth })) - gap / drawnLips.unit)).toBeLessThan(1);
    }
  });
});

test('the opening meter measures pressed and drawn-in lips as closed', async () => {
  expect(await measured({ gap: 0, lip: 8 })).toBeCloseTo(0, 0);
  expect(await measured({ gap: 0, half: 40, lip: 17 })).toBeCloseTo(0, 0);
});

test.each([
  { skin: '#4a2f22', lips: '#5d3330' },
  { skin: '#f2d8c8', lips: '#d8948c' },
])('the opening meter follows the opening on skin of $skin', async (colors) => {
  const gaps = [0, 3, 6, 9, 12, 15, 18, 21, 24];
  const openings = await Promise.all(gaps.map((gap) => measured({ gap }, colors)));
  expect(correlation(openings, gaps)).toBeGreaterThan(0.99);
});

test('the opening meter does not depend on the position of the patch in the picture', async () => {
  const still = await drawMouth({ gap: 0 });
  const open = await drawMouth({ gap: 20 });
  const moved = openingMeter(still, { ...patch, x: 300, y: 410 }, { ...drawnLips, middle: 400, line: 470 });
  expect(moved(open)).toBe(openingMeter(still, patch, drawnLips)(open));
});
