import { describe, expect, test } from 'vitest';
import { aspectNames } from '../../../../domain/video-form.js';
import { chooseFraming } from './choose-framing.js';

/** A face without contours, whose eyes are at 38 % of its box and 59 % of it above the chin. */
function faceIn(x: number, y: number, side: number) {
  const mouth: [number, number][] = [
    [x + side / 3, y + 0.8 * side],
    [x + side / 2, y + 0.9 * side],
    [x + (2 * side) / 3, y + 0.8 * side],
  ];
  return { box: { x, y, width: side, height: side }, mouth };
}

const eyesOf = (face: ReturnType<typeof faceIn>) => face.box.y + 0.38 * face.box.height;

describe('chooseFraming', () => {
  test('leaves a picture as it is that has to be neither cut nor scaled', () => {
    const picture = { width: 800, height: 600 };
    expect(chooseFraming(faceIn(300, 150, 200), picture, {})).toBeUndefined();
    expect(chooseFraming(faceIn(300, 150, 200), picture, { height: 720 })).toBeUndefined();
  });

  test('scales a picture down to a height', () => {
    const framing = chooseFraming(faceIn(300, 150, 200), { width: 800, height: 600 }, { height: 300 });
    expect(framing).toEqual({
      rectangle: { x: 0, y: 0, width: 800, height: 600 },
      size: { width: 400, height: 300 },
    });
  });

  test.each(aspectNames)('frames a face in the middle of a large picture in %s', (aspect) => {
    const face = faceIn(900, 700, 200);
    const framing = chooseFraming(face, { width: 2000, height: 2000 }, { aspect });
    const { rectangle, size } = framing ?? expect.fail('no frame');
    // Six times the distance from the eyes to the chin: 6 × 118 pixels.
    expect(size.height).toBe(708);
    expect(size.width).toBe({ '16:9': 1258, '9:16': 398, '1:1': 708, '4:5': 566 }[aspect]);
    expect((eyesOf(face) - rectangle.y) / rectangle.height).toBeCloseTo(0.4, 2);
    expect(Math.abs(rectangle.x + rectangle.width / 2 - 1000)).toBeLessThan(2);
  });

  test.each(aspectNames)('shows the eyes of a face near the edge between 35 and 45 %% in %s', (aspect) => {
    for (const [x, y] of [
      [0, 20],
      [600, 20],
      [0, 380],
      [300, 300],
    ] as const) {
      const face = faceIn(x, y, 200);
      const { rectangle } = chooseFraming(face, { width: 800, height: 600 }, { aspect }) ?? expect.fail();
      const place = (eyesOf(face) - rectangle.y) / rectangle.height;
      expect(place).toBeGreaterThanOrEqual(0.35);
      expect(place).toBeLessThanOrEqual(0.45);
    }
  });

  test('pads a picture that is too narrow for head and hair', () => {
    const face = faceIn(150, 200, 200);
    const { rectangle } =
      chooseFraming(face, { width: 500, height: 800 }, { aspect: '16:9' }) ?? expect.fail();
    // 1.15 × 3.4 × 118 pixels high, with the face in the middle.
    expect(rectangle).toEqual({ x: -158, y: 92, width: 816, height: 460 });
  });

  test('has the exact size of an aspect in a given height', () => {
    const size = { width: 4000, height: 3000 };
    const framing = chooseFraming(faceIn(1500, 1000, 800), size, { aspect: '16:9', height: 1080 });
    expect(framing?.size).toEqual({ width: 1920, height: 1080 });
  });

  test('shows a crop, of even size', () => {
    const crop = { x: 101, y: 53, width: 501, height: 401 };
    expect(chooseFraming(faceIn(300, 150, 200), { width: 800, height: 600 }, { crop })).toEqual({
      rectangle: { x: 101, y: 53, width: 500, height: 400 },
      size: { width: 500, height: 400 },
    });
  });

  test('reads a crop in pixels of the file', () => {
    const crop = { x: 202, y: 106, width: 1000, height: 800 };
    const framing = chooseFraming(faceIn(300, 150, 200), { width: 800, height: 600, scale: 0.5 }, { crop });
    expect(framing?.rectangle).toEqual({ x: 101, y: 53, width: 500, height: 400 });
  });

  test.each([
    [{ x: 500, y: 0, width: 301, height: 600 }, 'reaches beyond the picture, which has 800 × 600 pixels'],
    [{ x: 0, y: 0, width: 400, height: 600 }, 'cuts the face, which has 200 × 200 pixels at 300, 150'],
  ])('rejects the crop %j', (crop, reason) => {
    const choose = () => chooseFraming(faceIn(300, 150, 200), { width: 800, height: 600 }, { crop });
    expect(choose).toThrow(reason);
    expect(choose).toThrow(expect.objectContaining({ code: 'crop_invalid' }));
  });
});
