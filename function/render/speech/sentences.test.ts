import { describe, expect, test } from 'vitest';
import { cleanText } from './clean-text.js';
import { splitSentences } from './sentences.js';

const texts = (text: string, language?: string) =>
  splitSentences(cleanText(text), language).map((sentence) => sentence.text);

describe('splitSentences', () => {
  test('cuts at the ends of sentences', () => {
    expect(texts('Good morning. How are you? Fine!')).toEqual(['Good morning.', 'How are you?', 'Fine!']);
    expect(texts('你好。你好吗？', 'zh')).toEqual(['你好。', '你好吗？']);
  });

  test('does not cut behind abbreviations, initials, and decimals', () => {
    expect(texts('Dr. Smith met J. Doe at 3.30 p.m. on Jan. 5th. Good.')).toEqual([
      'Dr. Smith met J. Doe at 3.30 p.m. on Jan. 5th.',
      'Good.',
    ]);
  });

  test('tells paragraphs from sentences', () => {
    expect(splitSentences('One. Two.\n\nThree.').map((sentence) => sentence.break)).toEqual([
      'sentence',
      'paragraph',
      'paragraph',
    ]);
  });

  test('cuts long sentences behind commas, and never loses a character', () => {
    const clause = `${'word '.repeat(29)}word`;
    const long = `${clause}, ${clause}, ${clause}.`;
    const pieces = splitSentences(long);
    expect(pieces.map((piece) => piece.break)).toEqual(['clause', 'clause', 'paragraph']);
    expect(pieces.map((piece) => piece.text).join(' ')).toBe(long);
  });

  test('cuts a text without spaces anywhere but inside a character', () => {
    const pieces = texts(`a${'\u{20000}'.repeat(1000)}`);
    expect(pieces.join('')).toBe(`a${'\u{20000}'.repeat(1000)}`);
    expect(Math.max(...pieces.map((piece) => piece.length))).toBeLessThanOrEqual(300);
  });

  test('keeps what cannot be spoken with the sentence beside it', () => {
    expect(texts('🎉 Hello! 🙂 …\n\nBye. 👋')).toEqual(['🎉 Hello! 🙂 …', 'Bye. 👋']);
    expect(texts('🙂 … !')).toEqual([]);
  });

  test('accepts a language that it does not know', () => {
    expect(texts('One. Two.', 'xx-invalid-tag-that-is-long')).toEqual(['One.', 'Two.']);
  });
});
