import { end, reader, type Reader } from './reader.js';
import { numberPattern, sayCardinal, sayDigits, sayNumber, sayOrdinal, sayYear } from './say-number.js';

/** Words after a number that is not a year, besides plurals. */
const counted =
  /^\s(?:people|men|women|children|more|other|different|new|of|feet|percent|times|fish|sheep|staff|p\.)(?![\p{L}])/u;
/** Words in -s that count nothing. */
const uncounted = new Set(
  'was is has as this its his us yes always perhaps plus across towards vs minus means thus'.split(' '),
);
const beforeYears =
  /(?:^|[\s(])(?:in|since|by|until|till|from|of|years?|before|after|around|circa|early|late|mid|during|spring|summer|fall|autumn|winter|Christmas|©|copyright|class of|and|or|to)\s$/iu;

/** Reads ordinals, versions, and plain numbers. */
export const numberReaders: readonly Reader[] = [
  reader(String.raw`(\d[\d,]{0,12})(?:st|nd|rd|th|ST|ND|RD|TH)${end}`, ([, number = '']) =>
    sayOrdinal(number),
  ),
  reader(String.raw`(\d{1,6})[ºª]`, ([, number = '']) => sayOrdinal(number)),
  reader(String.raw`(\d{1,5})\.(\d{1,5})((?:\.\d{1,5}){1,6})(?!\d)`, ([whole]) => {
    const parts = whole.split('.');
    const dot = parts.length === 4 ? ' dot ' : ' point ';
    return parts.map(sayCardinal).join(dot);
  }),
  reader(
    String.raw`(\d{1,9}),(\d{1,2}|\d{4,9})(?![\d,.])${end}`,
    ([, whole = '', decimals = ''], { before }) =>
      /[\d,]\s?$/.test(before) ? undefined : `${sayCardinal(whole)} point ${sayDigits(decimals)}`,
  ),
  reader(`(${numberPattern})`, ([, number = ''], { before, after }) => sayInteger(number, before, after)),
];

/** Reads a number that may be a year. */
export function sayInteger(number: string, before: string, after: string): string {
  if (!/^\d{4}$/.test(number) || !isYear(Number(number), before, after)) return sayNumber(number);
  return sayYear(Number(number));
}

function isYear(value: number, before: string, after: string): boolean {
  if (value < 1000 || value > 2099) return false;
  if (value < 1100 && !/\b(?:in|since|until|year|AD)\s$/i.test(before)) return false;
  if (/[=+×÷*<>≤≥≈#]\s?$/.test(before) || /^\s?[=+×÷*<>≤≥≈]/.test(after)) return false;
  const next = /^\s(\p{Ll}+)/u.exec(after.slice(0, 24))?.[1] ?? '';
  const isCounted = counted.test(after) || (next.length > 2 && next.endsWith('s') && !uncounted.has(next));
  return !isCounted || beforeYears.test(before.slice(-14));
}

/** Reads digits behind letters, as in "B2B" and "mp3": long ones digit by digit. */
export const alphanumericReaders: readonly Reader[] = [
  reader(String.raw`(\d{1,40})`, ([, number = '']) => sayModel(number)),
];

/** A380 as "A three eighty". */
function sayModel(number: string): string {
  if (number.length > 3) return sayDigits(number);
  const [, hundreds, rest] = /^([1-9])([1-9]\d)$/.exec(number) ?? [];
  if (hundreds === undefined || rest === undefined) return sayCardinal(number);
  return `${sayCardinal(hundreds)} ${sayCardinal(rest)}`;
}
