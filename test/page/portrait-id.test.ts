import { describe, expect, test } from 'vitest';
import { nameFromFileName, portraitId } from '../../page/portrait/portrait-id.js';
import { avatarIdPattern } from '../../domain/avatar-id.js';

describe('the id of a portrait', () => {
  test.each([
    ['Tante Zoë', 'tante-zoe'],
    ['Müller & Söhne', 'muller-sohne'],
    ['Łukasz Ørsted-Weiß', 'lukasz-orsted-weiss'],
    ['  -a.b- ', 'a-b'],
    ['美玲', 'portrait'],
    ['<b>', 'b'],
    ['x'.repeat(80), 'x'.repeat(60)],
  ])('for the name %s is %s', (name, id) => {
    expect(portraitId(name, new Set())).toBe(id);
    expect(id).toMatch(avatarIdPattern);
  });

  test('gets a number if it is taken', () => {
    expect(portraitId('Zoë', new Set(['zoe', 'zoe-2', 'zoe-4']))).toBe('zoe-3');
  });
});

describe('the name that is suggested for a picture', () => {
  test.each([
    ['Aunt_Ida (2).JPG', 'Aunt Ida (2)'],
    ['Zoe\u0308.png', 'Zoë'],
    ['a.b.webp', 'a.b'],
    ['.png', ''],
    ['IMG_0123.HEIC', ''],
    ['20260301_101500.jpg', ''],
    ['PXL_20260301_101500123.jpg', ''],
    ['x'.repeat(80), 'x'.repeat(40)],
  ])('for %s is "%s"', (file, name) => {
    expect(nameFromFileName(file, 40)).toBe(name);
  });
});
