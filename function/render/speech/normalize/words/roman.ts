import { reader, type Reader } from './reader.js';
import { sayCardinal, sayOrdinal } from './say-number.js';

const values: Readonly<Record<string, number>> = { I: 1, V: 5, X: 10, L: 50, C: 100, D: 500, M: 1000 };
const form = /^M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})$/;

/** First names of monarchs and popes, whose numbers are ordinals. */
const rulers = new Set(
  'Louis Henry Charles George Edward Elizabeth James William Richard Philip Paul Benedict Pius Francis Nicholas Napoleon Catherine Frederick Peter Ivan Leopold Ludwig Ferdinand Ramses Ramesses Alexander Mary Gustav Haakon Christian Leo Gregory Clement Urban Innocent Wilhelm Friedrich Felipe Alfonso Isabella Ptolemy Darius Xerxes Murad Mehmed Selim Harald Margaret Margrethe Joseph Julius Boniface Sixtus Otto Konrad John Robert'.split(
    ' ',
  ),
);

/** Words before a number that is read as a cardinal, even if it is only I. */
const counted = new Set(
  'Chapter Part Act Scene Volume Book Section Article War Phase Type Class Level Grade Title Bowl Appendix Figure Table Episode Season Stage Group Rocky Mark Unit Lesson Division Tier Canto Psalm Corps Saturn Mach'.split(
    ' ',
  ),
);

const verbs =
  'was ruled reigned died became of and is had in who came took lived married won built ordered the'.split(
    ' ',
  );

/** Reads Roman numerals behind names and titles: Louis XIV, Chapter IV, World War II, the XXI century. */
export const romanReaders: readonly Reader[] = [
  reader(
    String.raw`([IVXLCDM]{1,12})(['’]s)?(?![\p{L}\p{N}])`,
    ([, numeral = '', possessive = ''], { before, after }) => {
      const value = romanValue(numeral);
      const last = /([\p{L}]+)\s$/u.exec(before.slice(-40))?.[1] ?? '';
      if (value === undefined) return undefined;
      if (/^\s(?:century|Century|centuries|dynasty)/.test(after) && numeral.length > 1)
        return sayOrdinal(String(value));
      if (counted.has(capitalized(last))) return sayCardinal(String(value)) + possessive;
      if (!/^\p{Lu}\p{Ll}/u.test(last) || value > 50) return undefined;
      if (rulers.has(last))
        return isNumberOfRuler(numeral, after, possessive)
          ? `the ${sayOrdinal(String(value))}${possessive}`
          : undefined;
      return numeral.length > 1 && value < 40 ? sayCardinal(String(value)) + possessive : undefined;
    },
  ),
];

function capitalized(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

/** "Elizabeth I was", but not "and Mary I know". */
function isNumberOfRuler(numeral: string, after: string, possessive: string): boolean {
  if (numeral !== 'I' || possessive !== '') return true;
  const [, next] = /^\s(\p{L}+)/u.exec(after.slice(0, 24)) ?? [];
  return next === undefined || verbs.includes(next);
}

function romanValue(numeral: string): number | undefined {
  if (!form.test(numeral)) return undefined;
  const digits = Array.from(numeral, (letter) => values[letter] ?? 0);
  return digits.reduce((sum, digit, i) => sum + (digit < (digits[i + 1] ?? 0) ? -digit : digit), 0);
}
