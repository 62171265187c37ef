import { toCardinal, toOrdinal } from 'n2words/en-US';

/** Longer numbers are read digit by digit. */
const maxCardinalDigits = 15;
const digitWords = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'];

/** A number as it is written: grouped or not, with or without decimals. Bounded, so that it stays linear. */
export const numberPattern = String.raw`(?:\d{1,3}(?:,\d{2,3}){0,6},\d{3}(?![\d])|\d+)(?:\.\d+)?|\.\d+`;

/** Reads digits one by one: "007" as "zero zero seven". */
export function sayDigits(digits: string): string {
  return Array.from(digits, (digit) => digitWords[Number(digit)] ?? '').join(' ');
}

/** Reads an integer, "1,234" as "one thousand two hundred thirty four"; with leading zeros digit by digit. */
export function sayCardinal(written: string): string {
  const digits = written.replaceAll(',', '');
  if (digits.length > maxCardinalDigits || /^0\d/.test(digits)) return sayDigits(digits);
  return toCardinal(BigInt(digits)).replaceAll('-', ' ');
}

/** Reads an integer or a decimal number: "0.5" as "zero point five". */
export function sayNumber(written: string): string {
  const [whole = '', decimals] = written.split('.');
  const before = whole === '' ? '' : sayCardinal(whole);
  return decimals === undefined ? before : `${before} point ${sayDigits(decimals)}`.trim();
}

/** Reads an ordinal: "21" as "twenty first". */
export function sayOrdinal(written: string): string {
  const digits = written.replaceAll(',', '');
  const isOrdinal = digits.length <= maxCardinalDigits && /[1-9]/.test(digits);
  return isOrdinal ? toOrdinal(BigInt(digits)).replaceAll('-', ' ') : `${sayCardinal(written)}th`;
}

/** Reads a year: 1905 as "nineteen oh five", 2005 as "two thousand five", 2025 as "twenty twenty five". */
export function sayYear(year: number): string {
  const [century, rest] = [Math.floor(year / 100), year % 100];
  if (year < 1000 || year > 9999 || (century % 10 === 0 && rest < 10)) return sayCardinal(String(year));
  if (rest === 0) return `${sayCardinal(String(century))} hundred`;
  return `${sayCardinal(String(century))} ${rest < 10 ? 'oh ' : ''}${sayCardinal(String(rest))}`;
}

/** The plural of a word that is a number: "nineties", "twenties", "hundreds". */
export function pluralOf(words: string): string {
  return words.endsWith('y') ? `${words.slice(0, -1)}ies` : `${words}${words.endsWith('x') ? 'es' : 's'}`;
}

/** Whether a number is written as exactly one, which takes a singular. */
export function isOne(written: string): boolean {
  return written === '1';
}
