import { describe, expect, test } from 'vitest';
import { gathered } from '../../../../test/fixtures/streams.js';
import { frameCount, melWindows } from './mel-windows.js';

/** Columns whose every band holds 100 × column + band / 100. */
async function* numbered(count: number): AsyncGenerator<Float32Array> {
  for (let column = 0; column < count; column++) {
    yield await Promise.resolve(Float32Array.from({ length: 80 }, (_, band) => 100 * column + band / 100));
  }
}

describe('frameCount covers every part of the voice', () => {
  test.each([
    [16_000, 25, 25],
    [16_001, 25, 26],
    [15_999, 25, 25],
    [800, 25, 2],
    [640, 25, 1],
    [641, 25, 2],
    [16_000, 29.97, 30],
    [1_600_000, 29.97, 2997],
    [16_000, 12.5, 13],
    [16_000, 60, 60],
    [9_600_000, 25, 15_000],
    [0, 25, 0],
  ])('%i samples at %d frames per second: %i', (samples, fps, frames) => {
    expect(frameCount(samples, 16_000, fps)).toBe(frames);
  });
});

describe('window i of melWindows starts at column ⌊i·80/fps⌋', () => {
  test.each([
    [25, [0, 3, 6, 9, 12, 16, 19]],
    [30, [0, 2, 5, 8, 10, 13, 16]],
    [29.97, [0, 2, 5, 8, 10, 13, 16]],
    [12.5, [0, 6, 12, 19, 25, 32, 38]],
    [60, [0, 1, 2, 4, 5, 6, 8]],
    [1, [0, 80, 160, 240, 320, 400, 480]],
  ])('at %d frames per second', async (fps, starts) => {
    const windows = await gathered(melWindows(numbered(600), starts.length, fps));
    expect(windows.map((window) => (window[0] ?? NaN) / 100)).toEqual(starts);
  });
});

test('melWindows yields 80 bands of 16 columns, band by band', async () => {
  const [, second] = await gathered(melWindows(numbered(30), 2, 25));
  expect(second).toHaveLength(1280);
  expect(second?.slice(0, 3)).toEqual(Float32Array.of(300, 400, 500));
  expect(second?.[15]).toBe(1800);
  expect(second?.[16]).toBeCloseTo(300.01, 3);
  expect(second?.[79 * 16 + 15]).toBeCloseTo(1800.79, 3);
});

test('melWindows extends the voice with silence for the remaining frames', async () => {
  const windows = await gathered(melWindows(numbered(8), 5, 25));
  expect(windows).toHaveLength(5);
  expect([...(windows[1]?.slice(0, 16) ?? [])]).toEqual([
    300,
    400,
    500,
    600,
    700,
    ...Array<number>(11).fill(-4),
  ]);
  expect(windows[4]?.every((value) => value === -4)).toBe(true);
});

test('melWindows reads only the columns of the next window, and closes their source', async () => {
  let [read, closed] = [0, false];
  async function* watched() {
    try {
      for await (const column of numbered(1000)) {
        read++;
        yield column;
      }
    } finally {
      closed = true;
    }
  }
  const windows = melWindows(watched(), 100, 25);
  await windows.next();
  expect(read).toBe(16);
  await windows.next();
  expect(read).toBe(19);
  await windows.return(undefined);
  expect(closed).toBe(true);
});

test('melWindows begins each window earlier by the lead, with silence before the voice', async () => {
  const [first, second] = await gathered(melWindows(numbered(30), 2, 25, 40));
  const [plain] = await gathered(melWindows(numbered(30), 2, 25));
  // Frame 1 less one frame is where frame 0 begins.
  expect(second).toEqual(plain);
  // Three columns and a fifth before the first one: four of silence.
  expect([...(first?.slice(0, 5) ?? [])]).toEqual([-4, -4, -4, -4, 0]);
});
