import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import type { OpenMouth } from '../../face/face.js';
import { lumaOf } from '../../picture/color.js';
import type { Point } from '../../picture/geometry.js';
import { ownTeeth } from './own-teeth.js';

const size = { width: 160, height: 120 };

/** An arc from corner to corner of the mouth, that goes through a height in the middle. */
function arc(through: number): Point[] {
  return Array.from({ length: 25 }, (_, index): Point => {
    const across = index / 12 - 1;
    return [80 + 50 * across, 60 + (through - 60) * (1 - across * across)];
  });
}

const openMouth: OpenMouth = {
  upperLip: { outer: arc(38), inner: arc(50) },
  lowerLip: { inner: arc(80), outer: arc(94) },
  nose: [80, 20],
  chin: [80, 118],
};

const path = (points: readonly Point[]) => points.map(([x, y]) => `${String(x)},${String(y)}`).join(' ');

/** Parted lips with something between them. */
async function smile({ skin = '#c89a7c', lips = '#a85a54', between = '#2a0d0d', teeth = '' }) {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="160" height="120"><rect width="100%" height="100%" fill="${skin}"/>
    <polygon points="${path([...arc(38), ...arc(94).reverse()])}" fill="${lips}"/>
    <polygon points="${path([...arc(50), ...arc(80).reverse()])}" fill="${between}"/>
    ${teeth && `<polygon points="${path([...arc(50), ...arc(68).reverse()])}" fill="${teeth}"/>`}</svg>`;
  return { rgb: await sharp(Buffer.from(svg)).removeAlpha().raw().toBuffer(), ...size };
}

describe('ownTeeth', () => {
  test('finds where teeth are, and their color', async () => {
    const found = ownTeeth(await smile({ teeth: '#e2d6b0' }), openMouth);
    if (!found) throw new Error('Teeth are shown.');
    const at = (x: number, y: number) =>
      (y - found.rectangle.y) * found.rectangle.width + x - found.rectangle.x;
    expect(found.tooth[at(80, 58)]).toBeGreaterThan(0.9);
    expect(found.tooth[at(80, 76)]).toBe(0);
    expect(found.inside[at(80, 76)]).toBe(1);
    expect(found.inside[at(80, 48)] ?? 0).toBe(0);
    const [red, green, blue] = found.color;
    expect(
      [Math.abs(red - 0xe2), Math.abs(green - 0xd6), Math.abs(blue - 0xb0)].every((off) => off < 12),
    ).toBe(true);
  });

  test.each([
    ['#6b4330', '#5d3330', '#d8cdb8'],
    ['#f2d8c8', '#d8948c', '#f4f0e6'],
    ['#9a9a9a', '#6a6a6a', '#dddddd'],
  ])('finds them in skin of the color %s', async (skin, lips, teeth) => {
    const found = ownTeeth(await smile({ skin, lips, teeth }), openMouth);
    expect(Math.abs(lumaOf(found?.color ?? [0, 0, 0]) - lumaOf(rgbOf(teeth)))).toBeLessThan(15);
  });

  test.each([
    ['the dark', {}],
    ['a tongue', { between: '#b4605a' }],
    ['lips that the mesh takes for an opening', { between: '#a85a54' }],
  ])('does not take %s for teeth', async (_, mouth) => {
    expect(ownTeeth(await smile(mouth), openMouth)).toBeUndefined();
  });
});

function rgbOf(color: string): [number, number, number] {
  const channel = (at: number) => Number.parseInt(color.slice(at, at + 2), 16);
  return [channel(1), channel(3), channel(5)];
}
