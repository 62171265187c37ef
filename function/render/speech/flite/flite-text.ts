import { RenderError } from '../../../../errors/render-error.js';

const punctuation: readonly (readonly [RegExp, string])[] = [
  [/[\u2018\u2019\u201a\u02bc\u2032]/g, "'"],
  [/[\u201c\u201d\u201e\u00ab\u00bb\u2033]/g, '"'],
  [/ ?[\u2014\u2015] ?| \u2013 /g, ', '],
  [/[\u2010-\u2013\u2212]/g, '-'],
  [/\u2026/g, '...'],
  [/\u20ac\s?(\d[\d.,]*\d|\d)/g, '$1 euros'],
  [/(\d)\s?\u20ac/g, '$1 euros'],
  [/\u00a3\s?(\d[\d.,]*\d|\d)/g, '$1 pounds'],
  [/\u00a5\s?(\d[\d.,]*\d|\d)/g, '$1 yen'],
  [/\u00b0\s?C\b/g, ' degrees Celsius'],
  [/\u00b0\s?F\b/g, ' degrees Fahrenheit'],
  [/\u00b0/g, ' degrees '],
  [/\u00d7/g, ' times '],
  [/\u00f7/g, ' divided by '],
  [/\u00b1/g, ' plus or minus '],
];

/** Latin letters that do not decompose into a letter of English and a mark. */
const letters: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  Æ: 'AE',
  œ: 'oe',
  Œ: 'OE',
  ø: 'o',
  Ø: 'O',
  đ: 'd',
  Đ: 'D',
  ð: 'th',
  Ð: 'Th',
  þ: 'th',
  Þ: 'Th',
  ł: 'l',
  Ł: 'L',
  ı: 'i',
};

const scripts = [
  'Arabic',
  'Armenian',
  'Bengali',
  'Cyrillic',
  'Devanagari',
  'Georgian',
  'Greek',
  'Gujarati',
  'Gurmukhi',
  'Han',
  'Hangul',
  'Hebrew',
  'Hiragana',
  'Katakana',
  'Khmer',
  'Tamil',
  'Telugu',
  'Thai',
] as const;

/**
 * Converts a sentence to ASCII. Flite would read other characters byte by byte.
 * @throws RenderError `language_unsupported`, naming the script that has none
 */
export function fliteText(sentence: string): string {
  const plain = punctuation.reduce((text, [pattern, words]) => text.replace(pattern, words), sentence);
  const ascii = plain
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^\x20-\x7e]/gu, (letter) => letters[letter] ?? letter)
    .replace(/\u2044/g, '/');
  const foreign = /(?![\x20-\x7e])[\p{L}\p{N}]/u.exec(ascii)?.[0];
  if (foreign === undefined) return ascii.replace(/[^\x20-\x7e]/gu, ' ').trim();
  const script = scriptOf(foreign);
  throw new RenderError(
    'language_unsupported',
    `The text has ${script ?? 'foreign'} letters, and the embedded voices speak English. Use English, or a voice of a speech server (SPEECH_URL).`,
    { details: script === undefined ? {} : { script } },
  );
}

function scriptOf(letter: string): string | undefined {
  return scripts.find((script) => new RegExp(`\\p{Script=${script}}`, 'u').test(letter));
}
