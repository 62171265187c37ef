import { describe, expect, test } from 'vitest';
import { checkText } from './check-text.js';

const limit = { TEXT_MAX_CHARACTERS: 10, SPEECH_URL: 'http://speech/v1' };

describe('checkText', () => {
  test.each(['Hello', '7', 'مرحبا', '你好', '🙂 ok', 'x'.repeat(10), '😀'.repeat(9) + 'a'])(
    'accepts %s, counting characters and not their bytes',
    (text) => {
      expect(() => checkText(text, limit)).not.toThrow();
    },
  );

  test.each(['', '   ', '\n\t', '🙂🎉', '…!?', '\u0000\u0007'])(
    'refuses %j, which cannot be spoken',
    (text) => {
      expect(() => checkText(text, limit)).toThrow(expect.objectContaining({ code: 'text_empty' }));
    },
  );

  test('refuses a text that an embedded voice cannot say, unless a speech server may', () => {
    const embedded = { TEXT_MAX_CHARACTERS: 100 };
    expect(() => checkText('مرحبا', embedded)).toThrow(
      expect.objectContaining({ code: 'language_unsupported', details: { script: 'Arabic' } }),
    );
    expect(() => checkText('مرحبا', { ...embedded, SPEECH_URL: 'http://speech/v1' })).not.toThrow();
    expect(() => checkText('Hello مرحبا', embedded)).not.toThrow();
  });

  test('refuses a text that is too long, and names both lengths but not the text', () => {
    expect(() => checkText('secret words', limit)).toThrow(
      expect.objectContaining({
        code: 'text_too_long',
        message:
          'The text has 12 characters; the limit is 10. Use a shorter text or raise TEXT_MAX_CHARACTERS.',
        details: { characters: 12, limit: 10 },
      }),
    );
  });
});
