import { describe, expect, test } from 'vitest';
import { ago, clock, duration, size, timeLeft } from '../../page/view/format.js';

describe('figures on the page', () => {
  test.each([
    [0, '0:00'],
    [7.4, '0:07'],
    [750, '12:30'],
    [-1, '0:00'],
  ])('the clock shows %d s as %s', (seconds, text) => {
    expect(clock(seconds)).toBe(text);
  });

  test.each([
    [6.54, '7 s'],
    [75, '1:15 min'],
  ])('a duration of %d s is %s', (seconds, text) => {
    expect(duration(seconds)).toBe(text);
  });

  test.each([
    [200, '1 kB'],
    [999_499, '999 kB'],
    [999_500, '1.0 MB'],
    [1_234_567, '1.2 MB'],
  ])('a size of %d bytes is %s', (bytes, text) => {
    expect(size(bytes)).toBe(text);
  });

  test.each([
    [0.4, 'almost done'],
    [42.3, 'about 42 s left'],
    [200, 'about 3 min left'],
  ])('a remaining time of %d s is "%s"', (seconds, text) => {
    expect(timeLeft(seconds)).toBe(text);
  });

  test.each([
    [59_000, 'just now'],
    [300_000, '5 minutes ago'],
    [86_400_000, 'yesterday'],
  ])('%d ms after an event it was "%s"', (nowMs, text) => {
    expect(ago(0, nowMs)).toBe(text);
  });
});
