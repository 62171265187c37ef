import { expect, test } from 'vitest';
import { outputFormat } from './output-format.js';

test.each([
  ['a/x.mp4', undefined, 'mp4'],
  ['x.webm', undefined, 'webm'],
  ['x.MOV', undefined, 'mov'],
  ['x.webm', 'webm', 'webm'],
  ['x', undefined, undefined],
  ['x', 'mov', 'mov'],
  [undefined, 'webm', 'webm'],
  [undefined, undefined, undefined],
] as const)('the format of the file %s, asked for as %s, is %s', (out, format, expected) => {
  expect(outputFormat(out, '--out', format)).toBe(expected);
});

test.each([
  ['x.webm', 'mp4', '--out: x.webm ends in .webm, but the format is mp4. Name a file that ends in .mp4.'],
  ['x.mkv', undefined, '--out: x.mkv ends in .mkv, but only .mp4, .webm, and .mov are written.'],
] as const)('outputFormat rejects the file %s, asked for as %s', (out, format, message) => {
  const reading = () => outputFormat(out, '--out', format);
  expect(reading).toThrow(message);
  expect(reading).toThrow(expect.objectContaining({ code: 'request_invalid' }));
});
