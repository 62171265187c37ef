import fc from 'fast-check';
import { test } from 'vitest';
import { anyText } from '../../../test/fixtures/any-text.js';
import { expectSpoken } from '../../../test/fixtures/expect-spoken.js';

test('any text of up to 5000 characters is spoken, or refused for good', async () => {
  await fc.assert(fc.asyncProperty(anyText, expectSpoken), { numRuns: 60 });
});
