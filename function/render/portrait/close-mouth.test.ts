import { isDeepStrictEqual } from 'node:util';
import { describe, expect, test } from 'vitest';
import { openMouthPicture } from '../../../test/fixtures/open-mouth.js';
import { pixel } from '../../../test/fixtures/pictures.js';
import { closeMouth } from './close-mouth.js';
import { closingField } from './closing-field.js';
import { ClosingSources } from './closing-sources.js';
import { findOpenMouth } from '../face/open-mouth.js';
import { closeMouthApart } from './close-mouth-apart.js';
import { preparePortrait } from './portrait.js';

const { picture, mesh, face, openMouth } = openMouthPicture();
const closed = closeMouth({ picture, face: { ...face, openMouth } });

describe('closeMouth', () => {
  test('returns the same picture and face if the mouth is closed', () => {
    const result = closeMouth({ picture, face });
    expect(result.picture).toBe(picture);
    expect(result.face).toBe(face);
  });

  test('brings the edges of both lips together, without what is between them', () => {
    const field = closingField(openMouth, face.box.width);
    const sources = new ClosingSources(field);
    for (const x of [-0.75, -0.5, -0.2, 0, 0.3, 0.6]) {
      const { line, above, below } = field.columnAt(40 * x);
      const source = sources.sourceAt(40 * x, line);
      expect(source?.above).toBeLessThanOrEqual(-10 * (1 - x * x) + 0.5);
      expect(source?.below).toBeGreaterThanOrEqual(16 * (1 - x * x) - 0.5);
      const [upper, lower] = [source?.above ?? NaN, source?.below ?? NaN];
      expect(Math.abs(upper + above(upper) - (lower + below(lower)))).toBeLessThan(0.5);
    }
  });

  test('leaves no color of teeth or of the inside, and darkens the line between the lips', () => {
    const shares = Array.from({ length: 240 ** 2 }, (_, at) => {
      const [red = 0, green = 0] = pixel(closed.picture, at % 240, Math.floor(at / 240));
      return green / red;
    });
    expect(Math.min(...shares)).toBeGreaterThan(0.4);
    expect(Math.max(...shares)).toBeLessThan(0.85);
    const column = Array.from({ length: 40 }, (_, row) => pixel(closed.picture, 120, 130 + row)[0] ?? NaN);
    expect(Math.min(...column)).toBeLessThan(110);
    expect(column.filter((red) => red < 140).length).toBeLessThan(8);
  });

  test('leaves everything beyond nose, cheeks, and neck as it is', () => {
    const { top, bottom, side } = closingField(openMouth, face.box.width);
    const moved = { inside: 0, outside: 0 };
    for (let y = 0; y < 240; y++) {
      for (let x = 0; x < 240; x++) {
        const isInside = Math.abs(x + 0.5 - 120) < side && y + 0.5 > 150 + top && y + 0.5 < 150 + bottom;
        const own = pixel(picture, x, y);
        const isMoved = pixel(closed.picture, x, y).some((value, channel) => value !== own[channel]);
        if (isMoved) moved[isInside ? 'inside' : 'outside']++;
      }
    }
    expect(moved.outside).toBe(0);
    expect(moved.inside).toBeGreaterThan(1000);
  });

  test('keeps a gray picture gray', () => {
    const gray = openMouthPicture({ isGray: true });
    const { rgb } = closeMouth({ picture: gray.picture, face: { ...face, openMouth } }).picture;
    const colored = rgb.filter((value, at) => value !== rgb[at - (at % 3)]);
    expect(colored).toHaveLength(0);
  });

  test('raises the chin, the box, and the outline of a mouth that is wide open', () => {
    const wide = openMouthPicture({ upper: 8, lower: 30 });
    const { face: result } = closeMouth({
      picture: wide.picture,
      face: { ...wide.face, openMouth: wide.openMouth },
    });
    const lowest = (points: readonly (readonly number[])[]) => Math.max(...points.map(([, y = NaN]) => y));
    const rise = wide.face.box.height - result.box.height;
    expect(rise).toBeGreaterThan(5);
    expect(rise).toBeLessThan(30);
    expect(lowest(wide.face.mouth) - lowest(result.mouth)).toBeGreaterThan(4);
    expect(result.box).toMatchObject({ x: wide.face.box.x, y: wide.face.box.y, width: wide.face.box.width });
  });
});

test('preparePortrait cuts everything out of the picture with a closed mouth', async () => {
  const found = findOpenMouth(picture, mesh);
  const portrait = await preparePortrait(picture, { ...face, ...(found && { openMouth: found }) });
  expect(portrait.face.openMouth).toBeUndefined();
  const [red = 0, green = 0] = pixel(portrait.picture, 120, 150);
  expect(green / red).toBeGreaterThan(0.4);
  expect(green / red).toBeLessThan(0.6);
  const again = await preparePortrait(portrait.picture, portrait.face);
  expect(again.picture).toBe(portrait.picture);
  expect(isDeepStrictEqual(again.tensors, portrait.tensors)).toBe(true);
});

describe('closeMouthApart', () => {
  const opened = { picture, face: { ...face, openMouth } };

  test('closes a mouth as closeMouth does, on another thread', async () => {
    const apart = await closeMouthApart(opened);
    expect(Buffer.compare(apart.picture.rgb, closed.picture.rgb)).toBe(0);
    expect(apart.face).toEqual(closed.face);
    // The picture that was given is still there.
    expect(picture.rgb).toHaveLength(3 * picture.width * picture.height);
  });

  test('returns the same picture and face if the mouth is closed', async () => {
    expect(await closeMouthApart({ picture, face })).toEqual({ picture, face });
  });

  test('ends with the reason of an abort', async () => {
    const stop = new AbortController();
    const closing = expect(closeMouthApart(opened, stop.signal)).rejects.toThrow('canceled');
    stop.abort(new Error('canceled'));
    await closing;
    await expect(closeMouthApart(opened, stop.signal)).rejects.toThrow('canceled');
  });
});
