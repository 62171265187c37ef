import { expect, test } from 'vitest';
import { cutPlanes, yuvBytes } from './planes.js';
import { paintSurround } from './surround.js';

const size = { width: 12, height: 8 };
const surround = { color: '#0000ff', inside: { x: 4, y: 2, width: 6, height: 4 } };
const grey = () => ({ ...size, planes: new Uint8Array(yuvBytes(size)).fill(100) });

test('paintSurround paints everything but the part inside, in BT.709', () => {
  const picture = grey();
  paintSurround(picture, { x: 0, y: 0 }, surround);
  const { planes } = picture;
  expect([
    planes[0],
    planes[2 * 12 + 3],
    planes[2 * 12 + 4],
    planes[5 * 12 + 9],
    planes[5 * 12 + 10],
  ]).toEqual([32, 32, 100, 100, 32]);
  expect([planes[6 * 12 + 5], planes[96], planes[96 + 6 + 2], planes[120], planes[120 + 6 + 2]]).toEqual([
    32, 240, 100, 118, 100,
  ]);
});

test('paintSurround paints a part of a picture like the whole', () => {
  const whole = grey();
  paintSurround(whole, { x: 0, y: 0 }, surround);
  const place = { x: 2, y: 4, width: 6, height: 4 };
  const part = cutPlanes(grey(), place);
  paintSurround(part, place, surround);
  expect(part.planes).toEqual(cutPlanes(whole, place).planes);
});
