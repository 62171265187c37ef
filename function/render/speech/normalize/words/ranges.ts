import { end, reader, type Reader } from './reader.js';
import { numberPattern, sayCardinal, sayDigits } from './say-number.js';
import { sayInteger } from './numbers.js';

const number = `(${numberPattern})`;

/** Reads telephone numbers, scores, ranges, differences, and numbers below zero. */
export const rangeReaders: readonly Reader[] = [
  reader(
    String.raw`(\+\d{1,3}[\s.-]?|1[.-])?(\(\d{2,5}\)[\s.-]?|\d{3}[\s.-])(\d{3})[\s.-](\d{4})(?![-\d])${end}`,
    ([, country = '', area = '', first = '', last = '']) =>
      `${country.startsWith('+') ? 'plus ' : ''}${sayPhone([country, area, first, last])}`,
  ),
  reader(String.raw`(\d{3})-(\d{4})(?![-\d])${end}`, ([, first = '', last = '']) => sayPhone([first, last])),
  reader(
    String.raw`\+(\d{1,3})((?:[\s.-]?\(?\d{1,4}\)?){2,6})(?![\d])${end}`,
    ([, country = '', rest = '']) =>
      /\d{4}/.test((country + rest).replace(/\D/g, ''))
        ? `plus ${sayPhone([country, ...rest.split(/[\s.-]+/)])}`
        : undefined,
  ),
  reader(String.raw`(\d{1,3}(?:-\d{1,4}){2,5})(?![-\d])${end}`, ([, written = '']) => {
    const groups = written.split('-');
    return groups.some((group) => group.length > 2) ? sayPhone(groups) : groups.map(sayCardinal).join(' ');
  }),
  // The dashes of sums have spaces, and an equals sign follows.
  reader(`${number}\\s[-–]\\s(?=\\d)`, ([, first = ''], { after, before }) => {
    const second = /^[\d.]+/.exec(after)?.[0] ?? '';
    const isSum = after.includes('=') || /[=+×÷*]\s?$/.test(before) || Number(first) > Number(second);
    return `${sayInteger(first, before, after)} ${isSum ? 'minus' : 'to'} `;
  }),
  reader(`${number}[-–—](?=${numberPattern}(?:\\s?%|\\b)(?!-\\d))`, ([, first = ''], { after, before }) => {
    const isSum = /^[\d.]+\s?=/.test(after);
    return `${sayInteger(first, before, '')} ${isSum ? 'minus' : 'to'} `;
  }),
  reader(String.raw`[-–](?=[$€£]?\d)`, (match, { before }) => {
    const isRange =
      match[0] === '–' ? /[\p{L}\p{N}%°$€£]$/u.test(before) : /(?:[%°$€£]|\d\s?[ap]\.?m\.?)$/iu.test(before);
    return isRange ? 'to' : undefined;
  }),
  reader(String.raw`–(?=\p{L})`, (_, { before }) => (/[\p{L}\p{N}]$/u.test(before) ? 'to' : undefined)),
  reader(`[-−–](?=${numberPattern})`, (_, { before }) =>
    /(?:^|[\s(=<>≤≥,;:/$])$/.test(before) ? 'minus ' : undefined,
  ),
];

/** Reads telephone numbers digit by digit, with pauses between the groups. */
function sayPhone(groups: readonly string[]): string {
  return groups
    .map((group) => group.replace(/\D/g, ''))
    .filter((group) => group !== '')
    .map(sayDigits)
    .join(', ');
}
