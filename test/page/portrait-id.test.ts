import { describe, expect, test } from 'vitest';
import { idFromFileName } from '../../page/portrait/portrait-id.js';

describe('the id that is suggested for a picture', () => {
  test.each([
    ['Aunt Ida (2).JPG', 'aunt-ida-2'],
    ['Zoë.png', 'zoe'],
    ['.png', ''],
    ['a.b.webp', 'a-b'],
    [`${'x'.repeat(80)}.png`, 'x'.repeat(64)],
  ])('for %s is "%s"', (file, id) => {
    expect(idFromFileName(file)).toBe(id);
  });
});
