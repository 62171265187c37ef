import { describe, expect, test } from 'vitest';
import { readRange } from './byte-range.js';

describe('readRange of an object with 1000 bytes', () => {
  test.each([
    ['bytes=0-0', { first: 0, last: 0 }],
    ['bytes=0-499', { first: 0, last: 499 }],
    ['bytes=500-', { first: 500, last: 999 }],
    ['bytes=999-', { first: 999, last: 999 }],
    ['bytes=990-5000', { first: 990, last: 999 }],
    ['bytes=-1', { first: 999, last: 999 }],
    ['bytes=-300', { first: 700, last: 999 }],
    ['bytes=-5000', { first: 0, last: 999 }],
    ['bytes = 10 - 19', { first: 10, last: 19 }],
  ])('reads %s', (header, range) => {
    expect(readRange(header, 1000)).toEqual(range);
  });

  test.each(['bytes=1000-', 'bytes=1000-2000', 'bytes=-0'])('cannot satisfy %s', (header) => {
    expect(readRange(header, 1000)).toBe('unsatisfiable');
  });

  test.each([
    undefined,
    '',
    'bytes',
    'bytes=',
    'bytes=-',
    'bytes=5-2',
    'bytes=a-b',
    'bytes=0-1,5-6',
    'bytes=-1-2',
    'lines=0-1',
    'Bytes=0-1',
  ])('ignores %j', (header) => {
    expect(readRange(header, 1000)).toBeUndefined();
  });
});

test('readRange satisfies no range of an empty object but a suffix', () => {
  expect(readRange('bytes=0-', 0)).toBe('unsatisfiable');
  expect(readRange('bytes=0-0', 0)).toBe('unsatisfiable');
});
