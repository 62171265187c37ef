import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { captionCues, captionsVtt } from './captions.js';
import type { SentenceTimes } from './speak-text.js';

function spoken(text: string, extra: Partial<SentenceTimes> = {}): SentenceTimes {
  return { text, start: 1, end: 11, pauses: [], soundEnds: undefined, ...extra };
}

describe('captionCues', () => {
  test('shows a short sentence while it is spoken', () => {
    expect(captionCues([spoken('Good morning, I am Alice.')])).toEqual([
      { start: 1, end: 11, lines: ['Good morning, I am Alice.'] },
    ]);
  });

  test('breaks lines at 42 characters, and cues behind clauses', () => {
    const text =
      'When the sun rises over the hills, the birds begin to sing, and the whole valley slowly wakes up again.';
    expect(captionCues([spoken(text)]).map((cue) => cue.lines)).toEqual([
      ['When the sun rises over the hills, the', 'birds begin to sing,'],
      ['and the whole valley slowly wakes up', 'again.'],
    ]);
  });

  test('estimates where a cue ends from the letters before it', () => {
    const text = `${'aaaa '.repeat(16)}${'bbbb '.repeat(16)}`.trim();
    const [first, second] = captionCues([spoken(text)]);
    expect(first?.end).toBeCloseTo(6, 0);
    expect(second?.start).toBe(first?.end);
  });

  test('ends a clause in the pause behind it', () => {
    const clause = `${'word '.repeat(12)}word,`;
    const pauses = [
      { start: 2, end: 2.2 },
      { start: 6.3, end: 6.5 },
    ];
    const [first] = captionCues([spoken(`${clause} ${clause}`, { pauses })]);
    expect(first?.end).toBeCloseTo(6.4);
  });

  test('uses the times of sounds if the engine knows them', () => {
    const text = `${'aaaa '.repeat(16)}${'bbbb '.repeat(16)}`.trim();
    const soundEnds = [2, 3, 8, 11];
    expect(captionCues([spoken(text, { soundEnds })])[0]?.end).toBe(3);
  });

  test('keeps every word in order, in lines of at most 42 characters and cues inside their sentence', () => {
    const word = fc
      .string({ minLength: 1, maxLength: 60, unit: 'grapheme' })
      .map((text) => text.replace(/\s/g, 'x'));
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 60 }), (words) => {
        const text = words.join(' ');
        const cues = captionCues([spoken(text)]);
        const shown = cues.flatMap(({ lines }) => lines);
        expect(shown.join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''));
        for (const line of shown) expect(Array.from(line).length).toBeLessThanOrEqual(42);
        for (const { lines } of cues) expect(lines.length).toBeLessThanOrEqual(2);
        const bounds = cues.flatMap(({ start, end }) => [start, end]);
        expect(bounds).toEqual(bounds.toSorted((a, b) => a - b));
        expect([bounds[0], bounds.at(-1)]).toEqual([1, 11]);
      }),
      { numRuns: 100 },
    );
  });
});

test('captionsVtt writes WebVTT whose text is never markup', () => {
  expect(captionsVtt([spoken('I <b>like</b> A & B --> C.', { start: 3661.5, end: 3663.25 })])).toBe(
    'WEBVTT\n\n01:01:01.500 --> 01:01:03.250\nI &lt;b&gt;like&lt;/b&gt; A &amp; B --&gt; C.\n',
  );
});
