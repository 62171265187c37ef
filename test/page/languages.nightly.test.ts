import { test } from 'vitest';
import { onThePage } from '../fixtures/in-chromium.js';
import { expectNoEnglish } from '../fixtures/no-english.js';

onThePage('the page in another language', ({ visit }) => {
  test.each(['fr-FR', 'es-MX'])('has no English left in %s', (locale) => expectNoEnglish(visit, locale));
});
