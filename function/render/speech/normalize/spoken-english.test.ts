import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { packageRoot } from '../../../../config/package-root.js';
import { readText } from '../read-text.js';

const folder = path.join(packageRoot, 'function/render/speech/normalize');
/** A sentence, and what people say for it: one reading, or several. */
const sentence = z.tuple([z.string(), z.string()]).rest(z.string());
const sentences = z.array(sentence).parse(read('spoken-english.json'));
const kinds = z
  .array(
    z.object({
      kind: z.string(),
      language: z.string().default('en-US'),
      sentences: z.array(sentence).min(2),
    }),
  )
  .parse(read('spoken-by-kind.json'));

/** The share of sentences that must be right. */
const minShare = 0.97;

test('at least 97 of 100 sentences are spoken as people say them', () => {
  const wrong = sentences.filter((each) => !isRight(each, 'en-US'));
  expect(wrong.length / sentences.length, JSON.stringify(wrong)).toBeLessThanOrEqual(1 - minShare);
});

test.each(kinds)('people say $kind as they are spoken', ({ language, sentences: all }) => {
  expect(all.filter((each) => !isRight(each, language))).toEqual([]);
});

function read(name: string): unknown {
  return JSON.parse(readFileSync(path.join(folder, name), 'utf8'));
}

function isRight([written, ...readings]: z.infer<typeof sentence>, language: string): boolean {
  const said = words(spoken(written, language));
  return readings.some((reading) => words(reading) === said);
}

function spoken(written: string, language: string): string {
  const read = readText(written, { engine: 'server', normalizesForServer: true, language });
  return read.sentences.map((each) => each.spoken).join(' ');
}

/** Words alone: punctuation and capitals do not change what is said. */
function words(text: string): string {
  return Array.from(text.toLowerCase().matchAll(/\p{L}+(?:['.]\p{L}+)*/gu), ([word]) => word).join(' ');
}
