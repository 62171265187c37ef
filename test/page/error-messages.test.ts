import { describe, expect, test } from 'vitest';
import { errorCodes } from '../../errors/table.js';
import { errorMessage, explainedCodes } from '../../page/service/error-messages.js';
import { languages } from '../../page/texts/languages.js';
import { textsOf } from '../fixtures/page-texts.js';

describe('the error message of the page', () => {
  test.each(errorCodes)('for %s has a title and ends its advice with a period', (code) => {
    const { title, advice } = errorMessage(code);
    expect(title).toMatch(/^[A-Z].*[^.]$/);
    expect(advice).toMatch(/\.$/);
  });

  test.each(Object.keys(languages))('in %s has a title and advice of whole sentences', async (language) => {
    const { errors } = await textsOf(language);
    for (const [name, { title, advice }] of Object.entries(errors)) {
      expect(title, name).toMatch(/^\p{Lu}.*[^.]$/u);
      expect(advice, name).toMatch(/^\p{Lu}.*\.$/u);
    }
  });

  test('names every code of the service', () => {
    expect(errorCodes.filter((code) => !explainedCodes.has(code))).toEqual([]);
  });

  test.each(['unknown_code', 'toString', '__proto__'])('for %s refers to the operator', (code) => {
    expect(errorMessage(code).title).toBe('Something is wrong with the service');
  });
});
