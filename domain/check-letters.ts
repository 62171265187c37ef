import { RenderError } from '../errors/render-error.js';

const scripts = [
  'Arabic',
  'Armenian',
  'Bengali',
  'Cyrillic',
  'Devanagari',
  'Ethiopic',
  'Georgian',
  'Greek',
  'Gujarati',
  'Gurmukhi',
  'Han',
  'Hangul',
  'Hebrew',
  'Hiragana',
  'Kannada',
  'Katakana',
  'Khmer',
  'Lao',
  'Malayalam',
  'Myanmar',
  'Sinhala',
  'Tamil',
  'Telugu',
  'Thai',
  'Tibetan',
] as const;

/** What an English voice can say. A Greek letter between others is a sign of science: µ, π, Ω. */
const sayable = /[\p{Script=Latin}\p{N}]|(?<!\p{Script=Greek})\p{Script=Greek}(?!\p{Script=Greek})/gu;
const foreign =
  /(?![\p{Script=Latin}\p{Script=Common}\p{Script=Inherited}\p{Script=Greek}])\p{L}|(?<=\p{Script=Greek})\p{Script=Greek}|\p{Script=Greek}(?=\p{Script=Greek})/gu;

/** Whether a text has letters that an English voice cannot say. */
export function hasForeignLetters(text: string): boolean {
  return text.normalize('NFKC').search(foreign) >= 0;
}

/**
 * Checks that an embedded voice, which speaks English, can say most of the letters of a text.
 * @throws RenderError `language_unsupported`, naming the script
 */
export function checkLetters(text: string): void {
  const plain = text.normalize('NFKC');
  const others = plain.match(foreign) ?? [];
  if (others.length <= (plain.match(sayable)?.length ?? 0)) return;
  const script = scripts.find((each) => new RegExp(`\\p{Script=${each}}`, 'u').test(others.join('')));
  throw new RenderError(
    'language_unsupported',
    `The text has ${script ?? 'foreign'} letters, and the embedded voices speak English. Use English, or a voice of a speech server (SPEECH_URL).`,
    { details: script === undefined ? {} : { script } },
  );
}
