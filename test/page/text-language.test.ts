import { expect, test } from 'vitest';
import { likelyLanguages } from '../../page/voice/text-language.js';

test.each([
  ['Good morning, this is the text that you wrote.', ['en']],
  ['Guten Morgen, das ist nicht der Text, den ich wollte.', ['de']],
  ['Bonjour, je suis dans le jardin avec vous.', ['fr']],
  ['Hola, buenos días, yo soy Alicia y está bien.', ['es']],
  ['おはようございます、今日は晴れです。', ['ja']],
  ['Доброе утро', ['ru', 'uk', 'bg', 'sr', 'mk', 'be', 'kk']],
  ['Καλημέρα', ['el']],
  ['Alice says: Ω', undefined],
  ['Hello', undefined],
  ['', undefined],
])('the likely languages of “%s” are %j', (text, languages) => {
  expect(likelyLanguages(text)).toEqual(languages);
});
