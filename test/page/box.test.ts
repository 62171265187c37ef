import { describe, expect, test } from 'vitest';
import { fitted, likelyBox, moved, resized } from '../../page/portrait/box.js';

const picture = { width: 100, height: 80 };
const box = { x: 10, y: 10, width: 40, height: 40 };

describe('a face box', () => {
  test('stays inside the picture when it is moved', () => {
    expect(moved(box, 500, -500, picture)).toEqual({ x: 60, y: 0, width: 40, height: 40 });
  });

  test('stays inside the picture when it is enlarged', () => {
    expect(resized(box, 'se', [500, 500], picture)).toEqual({ x: 10, y: 10, width: 90, height: 70 });
  });

  test('keeps its opposite corner and at least 16 pixels when it is reduced', () => {
    expect(resized(box, 'nw', [500, 500], picture)).toEqual({ x: 34, y: 34, width: 16, height: 16 });
  });

  test('has whole pixels when a corner is dragged by a fraction', () => {
    expect(resized(box, 'ne', [10.4, -5], picture)).toEqual({ x: 10, y: 5, width: 50, height: 45 });
  });

  test('is fitted into the picture when numbers are entered', () => {
    const fit = { x: 0, y: 0, width: 16, height: 80 };
    expect(fitted({ x: -5, y: 70, width: 3, height: 300 }, picture)).toEqual(fit);
  });

  test('is guessed in the upper middle of the picture', () => {
    expect(likelyBox({ width: 200, height: 100 })).toEqual({ x: 80, y: 30, width: 40, height: 45 });
  });
});
