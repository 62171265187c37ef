import { check } from 'recheck';
import { describe, expect, test } from 'vitest';
import { nestsRepetitions, productPatterns } from './fixtures/product-patterns.js';

/*
 * The lint rule misses some patterns of exponential time, so a detector that searches for an attack checks
 * those that nest repetitions. `patterns.nightly.test.ts` checks all patterns, and how long they take.
 */

describe('a pattern of the product that nests repetitions', () => {
  const nested = productPatterns().filter(nestsRepetitions);

  test.each(nested)('takes no exponential time: /$pattern/$flags of $file', async ({ pattern, flags }) => {
    const found = await check(pattern, flags, { timeout: null });
    expect(['safe', 'vulnerable']).toContain(found.status);
    expect(found).not.toMatchObject({ complexity: { type: 'exponential' } });
  });
});

test('the patterns of the product are found', () => {
  const patterns = productPatterns();
  expect(patterns.length).toBeGreaterThan(200);
  expect(patterns).toContainEqual({
    pattern: '-+$',
    flags: '',
    file: 'events/adapter/jobs/job-file-name.ts',
  });
});

test('the detector finds what the lint rule misses', async () => {
  const missed = { pattern: '^\\s*(<!--[^]*?-->\\s*)*<(!doctype html|html)', flags: 'i' };
  expect(nestsRepetitions(missed)).toBe(true);
  const found = await check(missed.pattern, missed.flags, { timeout: null });
  expect(found).toMatchObject({ complexity: { type: 'exponential' } });
});
