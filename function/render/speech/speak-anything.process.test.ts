import fc from 'fast-check';
import { test } from 'vitest';
import { anyText } from '../../../test/fixtures/any-text.js';
import { expectSpoken } from '../../../test/fixtures/expect-spoken.js';

test('any short text is spoken, or refused for good', async () => {
  const short = anyText.map((text) => text.slice(0, 100));
  await fc.assert(fc.asyncProperty(short, expectSpoken), { numRuns: 6 });
});
