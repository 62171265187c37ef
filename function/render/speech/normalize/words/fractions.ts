import { end, reader, type Reader } from './reader.js';
import { isOne, pluralOf, sayCardinal, sayOrdinal, sayYear } from './say-number.js';

/** Numbers with a slash that are names. */
const idioms: Readonly<Record<string, string>> = {
  '9/11': 'nine eleven',
  '7/7': 'seven seven',
  '24/7': 'twenty four seven',
  '24/7/365': 'twenty four seven three sixty five',
  '7/11': 'seven eleven',
  '20/20': 'twenty twenty',
  '4/20': 'four twenty',
  '1/6': 'one sixth',
};

const vulgar = String.raw`[\u00bc-\u00be\u2150-\u215e]`;
const slash = String.raw`[/\u2044]`;

/** A number with a fraction, such as ½, 2¼, or 3 3/4, or a fraction; without a group. */
export const fractionPattern = String.raw`(?:\d{1,9}\s?)?${vulgar}|\d{1,9}[ -]\d{1,3}${slash}\d{1,4}|\d{1,3}${slash}\d{1,4}`;

/**
 * Reads a number with a fraction.
 * @param written as `fractionPattern` matches it
 * @returns nothing if it is not a fraction that people read as one
 */
export function sayFractional(written: string): string | undefined {
  const [, sign] = new RegExp(`(${vulgar})$`, 'u').exec(written) ?? [];
  const plain = sign === undefined ? written : `${written.slice(0, -1).trim()} ${sign.normalize('NFKC')}`;
  const [, whole, top = '', bottom = ''] =
    /^(?:(\d{1,9})[ -])?(\d{1,3})[/\u2044](\d{1,4})$/.exec(plain.trim()) ?? [];
  return isProper(top, bottom) ? sayMixed(whole, top, bottom) : undefined;
}

/** Reads fractions: ½, 3/4, 1½, 2 3/4, 8/10, and 9/11 or 24/7. */
export const fractionReaders: readonly Reader[] = [
  reader(String.raw`(\d{1,2}/\d{1,2}(?:/365)?)(?![/\d])${end}`, ([, written = ''], { before }) =>
    /\d\s$/.test(before) ? undefined : idioms[written],
  ),
  reader(String.raw`(\d{1,9})?\s?(${vulgar})`, ([, whole, sign = '']) => {
    const [top = '', bottom = ''] = sign.normalize('NFKC').split('\u2044');
    return sayMixed(whole, top, bottom);
  }),
  reader(
    String.raw`(\d{1,9})[ -](\d{1,3})${slash}(\d{1,4})(?![/\d])${end}`,
    ([, whole = '', top = '', bottom = '']) =>
      isProper(top, bottom) ? sayMixed(whole, top, bottom) : undefined,
  ),
  reader(
    String.raw`(\d{1,2})/(2|4|8|16)(?=[ -](?:time|meter|beat|signature)(?!\p{L}))`,
    ([, top = '', bottom = '']) => `${sayCardinal(top)} ${sayCardinal(bottom)}`,
  ),
  reader(String.raw`(\d{1,4})${slash}(\d{1,4})(?![/\d]|\.\d)${end}`, ([, top = '', bottom = '']) => {
    if (isPair(top, bottom)) return `${sayCardinal(top)} ${sayCardinal(bottom)}`;
    if (isSeason(top, bottom)) return `${sayYear(Number(top))} ${sayCardinal(String(Number(bottom)))}`;
    if (bottom === '10' || bottom === '100' || top === bottom)
      return isOne(top) ? sayFraction(top, bottom) : `${sayCardinal(top)} out of ${sayCardinal(bottom)}`;
    if (isProper(top, bottom)) return sayFraction(top, bottom);
    return `${sayCardinal(top)} over ${sayCardinal(bottom)}`;
  }),
];

function sayMixed(whole: string | undefined, top: string, bottom: string): string {
  const part = sayFraction(top, bottom);
  if (whole === undefined) return part;
  const joined = part.startsWith('one ') ? `${bottom === '8' ? 'an' : 'a'}${part.slice(3)}` : part;
  return `${sayCardinal(whole)} and ${joined}`;
}

function sayFraction(top: string, bottom: string): string {
  const parts = bottom === '2' ? ['half', 'halves'] : bottom === '4' ? ['quarter', 'quarters'] : undefined;
  const [one, many] = parts ?? [sayOrdinal(bottom), pluralOf(sayOrdinal(bottom))];
  return `${sayCardinal(top)} ${String(isOne(top) ? one : many)}`;
}

function isProper(top: string, bottom: string): boolean {
  return Number(top) > 0 && Number(top) < Number(bottom) && Number(bottom) > 1 && !top.startsWith('0');
}

/** A split such as 60/40, or the acuity of eyes, such as 20/40. */
function isPair(top: string, bottom: string): boolean {
  if (!/^[1-9]\d/.test(top) || !/^[1-9]\d/.test(bottom)) return false;
  return Number(top) + Number(bottom) === 100 || (top === '20' && /^(?:15|[2-9]0|[1-4]00)$/.test(bottom));
}

/** 2024/25 */
function isSeason(top: string, bottom: string): boolean {
  return /^(?:19|20)\d\d$/.test(top) && bottom.length === 2 && (Number(top) + 1) % 100 === Number(bottom);
}
