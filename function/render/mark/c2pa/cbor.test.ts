import { expect, test } from 'vitest';
import { encodeCbor, encodeTagged, type CborValue } from './cbor.js';

// RFC 8949, appendix A.
test.each<[CborValue, string]>([
  [0, '00'],
  [23, '17'],
  [24, '1818'],
  [100, '1864'],
  [1000, '1903e8'],
  [1_000_000, '1a000f4240'],
  [-1, '20'],
  [-100, '3863'],
  [-1000, '3903e7'],
  [null, 'f6'],
  [Uint8Array.of(1, 2, 3, 4), '4401020304'],
  ['', '60'],
  ['IETF', '6449455446'],
  ['水', '63e6b0b4'],
  [[], '80'],
  [[1, [2, 3], [4, 5]], '8301820203820405'],
  [new Map(), 'a0'],
  [
    new Map([
      ['a', 'A'],
      ['b', 'B'],
    ]),
    'a26161614161626142',
  ],
])('encodeCbor encodes %j as RFC 8949 does', (value, hex) => {
  expect(encodeCbor(value).toString('hex')).toBe(hex);
});

test('encodeCbor gives a long byte string a length of two bytes, and a longer one of four', () => {
  expect(encodeCbor(new Uint8Array(256)).subarray(0, 3).toString('hex')).toBe('590100');
  expect(encodeCbor(new Uint8Array(65_536)).subarray(0, 5).toString('hex')).toBe('5a00010000');
});

test('encodeTagged puts a tag before the value', () => {
  expect(encodeTagged(18, [null]).toString('hex')).toBe('d281f6');
});
