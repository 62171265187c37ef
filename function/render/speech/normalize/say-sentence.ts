import { abbreviationReaders } from './words/abbreviations.js';
import { addressReaders } from './words/addresses.js';
import { amountReaders } from './words/amounts.js';
import { dateReaders } from './words/dates/dates.js';
import { decadeReaders } from './words/dates/decades.js';
import { fractionReaders } from './words/fractions.js';
import { identifierReaders } from './words/identifiers.js';
import { interjectionReaders } from './words/interjections.js';
import { magnitudeReaders } from './words/magnitudes.js';
import { betweenMeasures, measureReaders } from './words/measures.js';
import { namedDateReaders } from './words/dates/named-dates.js';
import { alphanumericReaders, numberReaders } from './words/numbers.js';
import { plainLetters } from './words/plain-letters.js';
import { rangeReaders } from './words/ranges.js';
import type { DateOrder, Reader } from './words/reader.js';
import { romanReaders } from './words/roman.js';
import { signReaders } from './words/signs.js';
import { timeReaders } from './words/dates/times.js';
import { bareUnitReaders, fractionalUnitReaders, unitReaders } from './words/units.js';

/** Readers by what an expression begins with. The first that can read it wins. */
const atDigits: readonly Reader[] = [
  ...addressReaders,
  ...identifierReaders,
  ...dateReaders,
  ...timeReaders,
  ...amountReaders,
  ...measureReaders,
  ...fractionalUnitReaders,
  ...fractionReaders,
  ...decadeReaders,
  ...unitReaders,
  ...magnitudeReaders,
  ...rangeReaders,
  ...numberReaders,
];
const atLetters: readonly Reader[] = [
  betweenMeasures,
  ...addressReaders,
  ...namedDateReaders,
  ...amountReaders,
  ...bareUnitReaders,
  ...abbreviationReaders,
  ...romanReaders,
  ...interjectionReaders,
  ...signReaders,
];
const atSigns: readonly Reader[] = [
  betweenMeasures,
  ...addressReaders,
  ...amountReaders,
  ...fractionalUnitReaders,
  ...fractionReaders,
  ...rangeReaders,
  ...unitReaders,
  ...decadeReaders,
  ...numberReaders,
  ...signReaders,
];

const letters = /[\p{L}\p{M}]+(?:'[\p{L}\p{M}]+)*/uy;
/** Signs that a voice needs: they are pauses and melody. The others have no sound. */
const kept = /[\s.,;:!?'()\u3001\u3002\uff0c\uff1a\uff1b\uff1f\uff01-]|\u200c|\u200d/u;

/**
 * Writes a sentence as it is spoken in English: only words and punctuation.
 * @param sentence of limited length, without markup
 */
export function saySentence(sentence: string, dateOrder: DateOrder): string {
  const text = plainLetters(sentence);
  const said: string[] = [];
  for (let at = 0; at < text.length;) {
    const read = readAt(text, at, dateOrder);
    if (read) {
      said.push(` ${read.words} `);
      at = read.end;
      continue;
    }
    letters.lastIndex = at;
    const word = letters.exec(text)?.[0];
    const character = word ?? String.fromCodePoint(text.codePointAt(at) ?? 0);
    said.push(word ?? (kept.test(character) ? separated(text, at, character) : ' '));
    at += character.length;
  }
  return tidy(said.join(''));
}

function readAt(text: string, at: number, dateOrder: DateOrder): { words: string; end: number } | undefined {
  for (const { pattern, say } of readersAt(text, at)) {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (!match || match[0] === '') continue;
    const end = at + match[0].length;
    const words = say(match, { before: text.slice(0, at), after: text.slice(end), dateOrder });
    if (words !== undefined) return { words, end };
  }
  return undefined;
}

function readersAt(text: string, at: number): readonly Reader[] {
  const before = text.charAt(at - 1);
  const character = String.fromCodePoint(text.codePointAt(at) ?? 0);
  const isInside = /[\p{L}\p{M}\p{N}]/u.test(before);
  if (/\d/.test(character))
    return /[\p{L}\p{M}]/u.test(before) && !/\dx$/.test(text.slice(0, at)) ? alphanumericReaders : atDigits;
  if (/\p{L}/u.test(character)) return isInside ? [] : atLetters;
  return /\s/.test(character) ? [] : atSigns;
}

/** A hyphen between letters and digits, as in "COVID-19", is a space. */
function separated(text: string, at: number, character: string): string {
  if (character !== '-') return character;
  const isWord = /\p{L}/u.test(text.charAt(at - 1)) && /\p{L}/u.test(text.charAt(at + 1));
  return isWord ? '-' : ' ';
}

function tidy(text: string): string {
  return text
    .replace(/(?<![\p{L}\p{N}.])'|'(?![\p{L}\p{N}])/gu, ' ')
    .replace(/\(\s*\)/g, ' ')
    .replace(/\s+/g, ' ')
    .replace(/ (?=[.,;:!?)])/g, '')
    .replace(/\( /g, '(')
    .replace(/,(?=\p{L})/gu, ', ')
    .replace(/([.!?,;:])\1+/g, (row, sign: string) => (sign === '.' && row.length > 2 ? '...' : sign))
    .replace(/(?<=[.!?]),|,(?=[.!?])/g, '')
    .replace(/^[\s,;:.!?)]+/, '')
    .trim();
}
