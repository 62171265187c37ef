import { end, reader, type Reader } from './reader.js';
import { numberPattern, sayNumber } from './say-number.js';

const magnitudes: Readonly<Record<string, string>> = {
  k: 'thousand',
  K: 'thousand',
  m: 'million',
  M: 'million',
  mn: 'million',
  mm: 'million',
  MM: 'million',
  mio: 'million',
  Mio: 'million',
  mil: 'million',
  b: 'billion',
  B: 'billion',
  bn: 'billion',
  Bn: 'billion',
  bln: 'billion',
  t: 'trillion',
  T: 'trillion',
  tn: 'trillion',
  trn: 'trillion',
  thousand: 'thousand',
  million: 'million',
  billion: 'billion',
  trillion: 'trillion',
  hundred: 'hundred',
  lakh: 'lakh',
  crore: 'crore',
  Cr: 'crore',
};

/** A suffix of an amount of money, with one group; it needs its own end. */
export const magnitudePattern = `(?:\\s|-(?=\\p{Ll}{4}))?(${Object.keys(magnitudes)
  .toSorted((a, b) => b.length - a.length)
  .join('|')})`;

/** The word for a suffix of an amount: bn as "billion". */
export function magnitudeWord(suffix: string): string {
  return magnitudes[suffix] ?? suffix;
}

/** Something of which there are many. */
const counted = /^\s(?:\p{Ll}{2,20}s|people|men|women|children)(?!\p{L})/u;

/** Reads numbers that are shortened by a suffix, which is not a unit: 20k, 5M, 3bn, 1.2B. */
export const magnitudeReaders: readonly Reader[] = [
  reader(
    `(${numberPattern})(k|M|B|bn|Bn|bln|mn|mio|Mio|tn|trn)(\\+)?${end}`,
    ([, number = '', size = '', plus], { after }) => {
      // "Room 12B" is not a number.
      if (/^[MB]$/.test(size) && !number.includes('.') && plus === undefined && !counted.test(after))
        return undefined;
      const words = `${sayNumber(number)} ${magnitudeWord(size)}`;
      return plus === undefined ? words : `${words} plus`;
    },
  ),
];
