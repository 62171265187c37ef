import fc from 'fast-check';
import { expect, test } from 'vitest';
import { RenderError } from '../../../../errors/render-error.js';
import { maxSpokenLength } from '../cut-long.js';
import { readText } from '../read-text.js';

const longest = 5000;
const refusals = ['language_unsupported', 'text_empty'];
const signs = Array.from(
  '$€£₹¢%°µΩπ½⁴₂&<>=≤±×√^*_`~|\\/#@+-–—−…\'"’“”.,;:!?()[]{}0123456789 \n\t\u0000\u200d\u2060\ue000\ue002',
);
const markup = [
  '**',
  '# ',
  '* ',
  '1. ',
  '> ',
  '| a ',
  '[a](',
  '](b)',
  '```',
  '&amp;',
  '&#65;',
  '<b>',
  '</b>',
  '<p>',
  '<break time="9s"/>',
  '<speak>',
  '<sub alias="x">',
  '</sub>',
  '<say-as interpret-as="date">',
  '</say-as>',
  '<!--',
  'https://a.b/',
  'a@b.org',
  '3:30',
  '2025-03-04',
  '$1.5bn',
  '5\'11"',
  '1 1/2',
  'XIV ',
  'Dr. ',
  'Hmm',
  '10 km/h',
  '9/11',
];
const scripts = [
  'Привет ',
  'مرحبا',
  '早上好。',
  'สวัสดี',
  'नमस्ते',
  'Γειά',
  '한국',
  'é',
  'ǆ',
  '𝓗',
  '👩‍🚀',
  '\ud800',
  'ﬁ',
  '٣',
];
const word = fc.stringMatching(/^[A-Za-z]{1,9}$/);
const part = fc.oneof(
  fc.constantFrom(...signs),
  fc.constantFrom(...markup),
  fc.constantFrom(...scripts),
  word.map((text) => `${text} `),
  fc.string({ unit: 'binary', maxLength: 5 }),
);
/** Mixtures, and one thing over and over. */
const texts = fc.oneof(
  fc.array(part, { minLength: 1, maxLength: 400 }).map((parts) => parts.join('')),
  fc.tuple(part, part, fc.integer({ min: 1, max: longest })).map(([a, b, count]) => a.repeat(count) + b),
);

test('any text is read in pieces of limited length, or refused for good', () => {
  fc.assert(
    fc.property(texts, (generated) => {
      const text = generated.slice(0, longest);
      try {
        const { sentences } = readText(text, { engine: 'embedded' });
        // Each piece is one call of the engine, with its own time limit.
        expect(sentences.length).toBeLessThanOrEqual(text.length);
        for (const { spoken, pauseSeconds = 0 } of sentences) {
          expect(spoken).toMatch(/^[\x20-\x7e]*$/);
          expect(spoken).toMatch(/[A-Za-z]/);
          expect(spoken.length).toBeLessThanOrEqual(maxSpokenLength);
          expect(pauseSeconds).toBeLessThanOrEqual(10);
        }
        const words = sentences.reduce((sum, { spoken }) => sum + spoken.length, 0);
        expect(words).toBeLessThanOrEqual(40 * text.length + 40);
      } catch (error) {
        if (!(error instanceof RenderError)) throw error;
        expect(refusals).toContain(error.code);
      }
    }),
    { numRuns: 150 },
  );
});
