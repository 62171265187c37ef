import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { packageRoot } from '../../../../config/package-root.js';
import { saySentence } from './say-sentence.js';
import { readMarkup } from './read-markup.js';
import { splitSentences } from '../sentences.js';

const file = path.join(packageRoot, 'function/render/speech/normalize/spoken-english.json');
/** Sentences, and the words that a person says; in order of what they have to do with. */
const sentences = z.array(z.tuple([z.string(), z.string()])).parse(JSON.parse(readFileSync(file, 'utf8')));

/** The share of sentences that must be right. */
const minShare = 0.97;

test('at least 97 of 100 sentences are spoken as people say them', () => {
  const wrong = sentences.filter(([written, spoken]) => words(said(written)) !== words(spoken));
  expect(wrong.length / sentences.length, JSON.stringify(wrong)).toBeLessThanOrEqual(1 - minShare);
});

function said(written: string): string {
  const reading = { plain: readMarkup(written), say: (text: string) => saySentence(text, 'month-first') };
  return splitSentences(written, 'en', reading)
    .map(({ spoken }) => spoken)
    .join(' ');
}

/** Words alone: punctuation and capitals do not change what is said. */
function words(text: string): string {
  return Array.from(text.toLowerCase().matchAll(/\p{L}+(?:['.]\p{L}+)*/gu), ([word]) => word).join(' ');
}
