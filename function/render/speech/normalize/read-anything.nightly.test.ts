import fc from 'fast-check';
import { test } from 'vitest';
import { anyText } from '../../../../test/fixtures/any-text.js';
import { expectReadable } from '../../../../test/fixtures/expect-readable.js';

test('twenty thousand texts are read in pieces of limited length, or refused for good', () => {
  fc.assert(fc.property(anyText, expectReadable), { numRuns: 20_000 });
});
