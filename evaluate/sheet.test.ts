import sharp from 'sharp';
import { beforeAll, describe, expect, test } from 'vitest';
import { preparePortrait, type Portrait } from '../function/render/portrait/portrait.js';
import { centeredFace, paintedPicture } from '../test/fixtures/pictures.js';
import { drawSheet, type SheetSubject } from './sheet.js';

const rows = 2;
const fps = 25;
let portrait: Portrait;
let drawn: { pixels: Buffer; width: number; height: number };

/** The red of a frame's patch, brighter from frame to frame. */
function brightness(frame: number): number {
  return 40 + 3 * frame;
}

beforeAll(async () => {
  const picture = paintedPicture(240, 240);
  portrait = await preparePortrait(picture, centeredFace(picture));
  const { width, height } = portrait.patch;
  const patches = Array.from({ length: 60 }, (_, frame) => {
    const patch = new Uint8Array(width * height * 3);
    for (let pixel = 0; pixel < width * height; pixel++) patch[3 * pixel] = brightness(frame);
    return patch;
  });
  const subject: SheetSubject = {
    title: 'markup <&> in a title',
    portrait,
    fps,
    fromSeconds: 0,
    rendered: { patches, pictures: [], gaps: [], openings: patches.map((_, frame) => frame % 5) },
    samples: Float32Array.from({ length: 16_000 * 2.4 }, (_, i) => Math.sin(i / 20)),
    truth: {
      name: 'clip',
      audio: 'clip.ogg',
      kind: 'synthetic',
      voice: '',
      language: 'en',
      text: '',
      fps,
      opening: patches.map(() => 1),
      closures: [],
      pauses: [],
      sounds: [[0.2, 0.3, 'm']],
    },
  };
  const { data, info } = await sharp(await drawSheet(subject, rows))
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  drawn = { pixels: data, width: info.width, height: info.height };
});

function at(x: number, y: number): number[] {
  return [...drawn.pixels.subarray((y * drawn.width + x) * 3, (y * drawn.width + x) * 3 + 3)];
}

const [left, step, above, system] = [20, 120, 46 + 64 + 24 + 56 + 4, 64 + 24 + 56 + 108 + 18];

describe('a contact sheet', () => {
  test('has sixteen frames per row', () => {
    expect([drawn.width, drawn.height]).toEqual([40 + 16 * step - 4, 46 + rows * system + 10]);
  });

  test.each([
    [0, 0],
    [0, 7],
    [1, 3],
    [1, 13],
  ])('shows every second frame in its place: row %d, column %d', (row, column) => {
    const [red = 0, green, blue] = at(left + column * step + 50, above + row * system + 60);
    expect(Math.abs(red - brightness(row * 32 + column * 2))).toBeLessThan(6);
    expect([green, blue]).toEqual([0, 0]);
  });

  test('is empty after the last frame', () => {
    expect(at(left + 15 * step + 50, above + system + 60)).toEqual([255, 255, 255]);
  });

  test('marks where p, b, and m close the lips', () => {
    const x = left + Math.round((0.25 / 1.28) * (16 * step - 4));
    const [red = 0, green = 0, blue = 0] = at(x, 48);
    expect(red).toBeGreaterThan(220);
    expect(green - blue).toBeGreaterThan(30);
  });
});
