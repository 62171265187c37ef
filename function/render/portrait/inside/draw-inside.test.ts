import { describe, expect, test } from 'vitest';
import {
  drawnMouth,
  portraitWithContours,
  type DrawnFace,
} from '../../../../test/fixtures/portrait-with-contours.js';
import { lumaOf } from '../../picture/color.js';
import { drawInside } from './draw-inside.js';
import type { InsideLayer } from './mouth-inside.js';
import { mouthPlan } from './mouth-plan.js';
import { portraitStyle } from './portrait-style.js';

const noTone = { matrix: Float32Array.of(1, 0, 0, 0, 1, 0, 0, 0, 1), offset: new Float32Array(3) };
const grayTone = {
  matrix: Float32Array.from({ length: 9 }, (_, index) => [0.114, 0.587, 0.299][index % 3] ?? 0),
  offset: new Float32Array(3),
};

async function drawn(face: DrawnFace = {}, tone = noTone) {
  const { picture, contours } = await portraitWithContours(face);
  const plan = mouthPlan(contours, picture);
  const style = portraitStyle(picture, contours, tone);
  const inside = drawInside(plan, style);
  const { rectangle } = inside;
  const at = ({ rgb, cover }: InsideLayer, x: number, y: number) => {
    const pixel = Math.floor(y - rectangle.y) * rectangle.width + Math.floor(x - rectangle.x);
    const [red = 0, green = 0, blue = 0] = rgb.subarray(3 * pixel, 3 * pixel + 3);
    return { color: [red, green, blue] as const, cover: cover[pixel] ?? 0 };
  };
  return { plan, style, inside, at };
}

describe('mouthPlan', () => {
  test('measures places in widths of the mouth from the closed line', async () => {
    const { plan } = await drawn();
    expect(plan.width).toBeCloseTo(80, 6);
    expect(plan.place(120, 216)).toEqual([0, 0]);
    expect(plan.place(160, 256)).toEqual([0.5, 0.5]);
    const { x, y, width, height } = plan.rectangle;
    expect([x % 2, y % 2, width % 2, height % 2]).toEqual([0, 0, 0, 0]);
  });

  test('narrows the half of a turned head that is farther away', async () => {
    const { picture, contours } = await portraitWithContours();
    const shifted = contours.lips.upperInner.map(([x, y], index): [number, number] => [
      index === 5 ? x + 10 : x,
      y,
    ]);
    const lips = { ...contours.lips, upperInner: shifted, lowerInner: shifted };
    const plan = mouthPlan({ ...contours, lips }, picture);
    expect(plan.place(130, 216)[0]).toBeCloseTo(0, 6);
    expect(plan.place(160, 216)[0]).toBeCloseTo(0.5, 6);
    expect(plan.place(80, 216)[0]).toBeCloseTo(-0.5, 6);
  });
});

describe('drawInside', () => {
  test('shows upper teeth just below the closed line, and the dark below them', async () => {
    const { inside, at } = await drawn();
    const [tooth, below] = [
      at(inside.teeth, drawnMouth.x - 4, 216),
      at(inside.teeth, drawnMouth.x, 216 + 10),
    ];
    expect(tooth.cover).toBeGreaterThan(0.95);
    expect(below.cover).toBeLessThan(0.05);
    expect(lumaOf(at(inside.cavity, drawnMouth.x, 226).color)).toBeLessThan(0.4 * lumaOf(tooth.color));
  });

  test('lets tongue and lower teeth hang below the rim of the lower lip', async () => {
    const { inside, at } = await drawn();
    expect(at(inside.jaw, drawnMouth.x + 3, 219).cover).toBeGreaterThan(0.9);
    expect(at(inside.jaw, drawnMouth.x, 216 - 26).cover).toBeLessThan(0.1);
  });

  test.each(['#e8c4ae', '#c89a7c', '#6b4330', '#2e1d15'])(
    'draws teeth that suit the skin %s',
    async (skin) => {
      const { style, inside, at } = await drawn({ skin, lips: skin });
      const tooth = lumaOf(at(inside.teeth, drawnMouth.x - 4, 216).color);
      const own = lumaOf(style.skin);
      expect(tooth).toBeGreaterThan(0.8 * own);
      expect(tooth).toBeLessThan(1.25 * own + 20);
    },
  );

  test('is lit from the side from which the face is', async () => {
    const { style, inside, at } = await drawn({ shade: '#00000070' });
    expect(style.light).toBeLessThan(-0.1);
    const [left, right] = [-5, 5].map((aside) => lumaOf(at(inside.teeth, drawnMouth.x + aside, 216).color));
    expect(left).toBeGreaterThan(1.02 * (right ?? 0));
  });

  test('stays gray in a gray portrait', async () => {
    const { inside, at } = await drawn({}, grayTone);
    for (const layer of [inside.cavity, inside.jaw, inside.teeth]) {
      const [red, green, blue] = at(layer, drawnMouth.x - 4, 218).color;
      expect(Math.max(red, green, blue) - Math.min(red, green, blue)).toBeLessThan(0.5);
    }
  });

  test('is as soft as the portrait', async () => {
    const { picture, contours } = await portraitWithContours();
    const plan = mouthPlan(contours, picture);
    const style = portraitStyle(picture, contours, noTone);
    expect(style.softness).toBeLessThan(1);
    const contrast = ({ rgb }: InsideLayer) => {
      const row = Math.floor(216 - plan.rectangle.y) * plan.rectangle.width;
      const lumas = Array.from({ length: 40 }, (_, index) => rgb[3 * (row + 30 + index)] ?? 0);
      return Math.max(...lumas.slice(1).map((luma, index) => Math.abs(luma - (lumas[index] ?? 0))));
    };
    const [sharp, soft] = [0.5, 3].map((softness) => drawInside(plan, { ...style, softness }).teeth);
    if (!sharp || !soft) throw new Error('Two are drawn.');
    expect(contrast(soft)).toBeLessThan(0.5 * contrast(sharp));
  });

  test('shows the teeth of the portrait where it shows them', async () => {
    const { picture, contours } = await portraitWithContours();
    const plan = mouthPlan(contours, picture);
    const style = portraitStyle(picture, contours, noTone);
    const rectangle = { x: drawnMouth.x - 10, y: 214, width: 20, height: 10 };
    const own = {
      rectangle,
      rgb: new Uint8Array(3 * 200).fill(201),
      inside: new Float32Array(200).fill(1),
      // There is a gap on the viewer's right.
      tooth: Float32Array.from({ length: 200 }, (_, at) => (at % 20 < 15 ? 1 : 0)),
      color: [201, 201, 201] as const,
    };
    const { teeth } = drawInside(plan, style, own);
    const pixel = (x: number, y: number) =>
      (y - plan.rectangle.y) * plan.rectangle.width + x - plan.rectangle.x;
    expect(teeth.rgb[3 * pixel(drawnMouth.x - 4, 216)]).toBeCloseTo(201, 3);
    expect(teeth.cover[pixel(drawnMouth.x - 4, 216)]).toBe(1);
    expect(teeth.cover[pixel(drawnMouth.x + 8, 216)]).toBe(0);
    // Beside it, drawn teeth have the same color.
    expect(Math.abs((teeth.rgb[3 * pixel(drawnMouth.x - 16, 214)] ?? 0) - 201)).toBeLessThan(45);
  });
});
