import type { TextWarningCode } from '../../../domain/text-warnings.js';
import { checkLetters, hasForeignLetters } from '../../../domain/check-letters.js';
import { cleanLines, cleanText, joinLines, spokenText } from './clean-text.js';
import { fliteText } from './flite/flite-text.js';
import { readMarkup } from './normalize/read-markup.js';
import { saySentence } from './normalize/say-sentence.js';
import type { DateOrder } from './normalize/words/reader.js';
import { splitSentences, type Sentence } from './sentences.js';

/** How a text is read. */
export interface ReadingOptions {
  readonly engine: 'embedded' | 'server';
  /** BCP 47, of the voice or of the request. */
  readonly language?: string | undefined;
  /** Whether the texts of a speech server are normalized, too. */
  readonly normalizesForServer?: boolean | undefined;
}

/** A text that is ready to be spoken. */
export interface ReadText {
  readonly sentences: readonly Sentence[];
  /** What is not spoken as it was written. */
  readonly warnings: readonly TextWarningCode[];
}

/**
 * Cuts a text into sentences and writes each as it is spoken. The embedded voices need every word
 * written out. Speech servers do that themselves, unless the settings say otherwise; words are written
 * out in English only.
 * @throws RenderError `language_unsupported` if an embedded voice cannot say most of the letters
 */
export function readText(text: string, options: ReadingOptions): ReadText {
  const { engine, language } = options;
  if (engine === 'server' && options.normalizesForServer !== true)
    return { sentences: splitSentences(cleanText(text), language), warnings: [] };
  const clean = cleanLines(text);
  const marked = readMarkup(clean);
  const plain = { ...marked, text: joinLines(marked.text) };
  const warnings: TextWarningCode[] = plain.skipsMarkup ? ['markup_skipped'] : [];
  if (engine === 'embedded') {
    checkLetters(plain.text);
    if (hasForeignLetters(plain.text)) warnings.push('letters_skipped');
  }
  const order = dateOrder(language);
  const say = (words: string): string => {
    if (engine === 'embedded') return fliteText(saySentence(words, order));
    return isEnglish(language) ? saySentence(words, order) : spokenText(words);
  };
  return {
    sentences: splitSentences(clean, engine === 'embedded' ? 'en' : language, { plain, say }),
    warnings,
  };
}

function isEnglish(language = 'en'): boolean {
  return /^en(?:-|$)/i.test(language);
}

/** The United States and countries that write dates as they do write the month first. */
function dateOrder(language = 'en-US'): DateOrder {
  return /^en(?:-(?:US|PH|PR|GU|VI|Latn(?:-US)?))?$/i.test(language) ? 'month-first' : 'day-first';
}
