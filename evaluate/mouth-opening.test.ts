import { describe, expect, test } from 'vitest';
import { drawMouth, drawnLips, drawnSize, type DrawnMouth } from '../test/fixtures/drawn-mouth.js';
import { gapMeter } from './mouth-opening.js';
import { correlation } from './statistics.js';

const patch = { x: 0, y: 0, ...drawnSize };

async function measured(mouth: DrawnMouth, still: Partial<DrawnMouth> = {}): Promise<number> {
  const meter = gapMeter(await drawMouth({ gap: 0, ...still }), patch, drawnLips);
  const { from, to } = meter(await drawMouth({ ...still, ...mouth }));
  return to - from;
}

test.each([0, 4, 8, 12, 16, 20, 25, 30])(
  'the gap meter measures a gap of %d pixels, in network pixels',
  async (gap) => {
    expect(Math.abs((await measured({ gap })) - gap / drawnLips.unit)).toBeLessThan(0.7);
  },
);

describe.each([
  { name: 'teeth', mouth: { teeth: true } },
  { name: 'rounded lips', mouth: { half: 38 } },
  { name: 'the jaw alone', mouth: { raised: 0 } },
])('the gap meter with $name', ({ mouth }) => {
  test('measures the opening', async () => {
    for (const gap of [10, 18, 26]) {
      expect(Math.abs((await measured({ gap, ...mouth })) - gap / drawnLips.unit)).toBeLessThan(1);
    }
  });
});

test('the gap meter measures pressed and drawn-in lips as closed', async () => {
  expect(await measured({ gap: 0, lip: 8 })).toBeCloseTo(0, 0);
  expect(await measured({ gap: 0, half: 40, lip: 17 })).toBeCloseTo(0, 0);
});

test.each([
  { skin: '#4a2f22', lips: '#5d3330' },
  { skin: '#f2d8c8', lips: '#d8948c' },
])('the gap meter follows the opening on skin of $skin', async (colors) => {
  const gaps = [0, 3, 6, 9, 12, 15, 18, 21, 24];
  const openings = await Promise.all(gaps.map((gap) => measured({ gap }, colors)));
  expect(correlation(openings, gaps)).toBeGreaterThan(0.99);
});

test('the gap meter does not depend on the position of the patch in the picture', async () => {
  const still = await drawMouth({ gap: 0 });
  const open = await drawMouth({ gap: 20 });
  const moved = gapMeter(still, { ...patch, x: 300, y: 410 }, { ...drawnLips, middle: 400, line: 470 });
  expect(moved(open)).toEqual(gapMeter(still, patch, drawnLips)(open));
});

test('the gap meter finds where both lips end', async () => {
  const { from, to } = gapMeter(
    await drawMouth({ gap: 0 }),
    patch,
    drawnLips,
  )(await drawMouth({ gap: 20, raised: 5 }));
  expect(Math.abs(from - -5 / drawnLips.unit)).toBeLessThan(0.6);
  expect(Math.abs(to - 15 / drawnLips.unit)).toBeLessThan(0.6);
});
