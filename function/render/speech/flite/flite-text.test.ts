import { describe, expect, test } from 'vitest';
import { fliteText } from './flite-text.js';

describe('fliteText', () => {
  test.each([
    ['It’s “quoted” — here', 'It\'s "quoted", here'],
    ['Café Müller, Straße, Łódź, æther', 'Cafe Muller, Strasse, Lodz, aether'],
    ['€5.50 and 3 € and £20', '5.50 euros and 3 euros and 20 pounds'],
    ['20 °C, 3 × 4', '20  degrees Celsius, 3  times  4'],
    ['½ and …', '1/2 and ...'],
  ])('writes %s in ASCII', (text, ascii) => {
    expect(fliteText(text)).toBe(ascii);
  });

  test.each([
    ['Arabic', 'مرحبا'],
    ['Han', '早上好'],
    ['Cyrillic', 'Привет'],
    ['Greek', 'Καλημέρα'],
    ['Hangul', '안녕하세요'],
    ['Hebrew', 'שלום'],
    ['Devanagari', 'नमस्ते'],
  ])('refuses %s by name', (script, text) => {
    expect(() => fliteText(`Hello ${text}`)).toThrow(
      expect.objectContaining({
        code: 'language_unsupported',
        message: `The text has ${script} letters, and the embedded voices speak English. Use English, or a voice of a speech server (SPEECH_URL).`,
        details: { script },
      }),
    );
  });
});
