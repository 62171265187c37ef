import { check } from 'recheck';
import { expect, test } from 'vitest';
import { cpuSeconds } from './fixtures/cpu-seconds.js';
import { productPatterns } from './fixtures/product-patterns.js';

/** The longest text that is accepted by default. Names, addresses, and heads of files are shorter. */
const longest = 5000;

interface Attack {
  readonly pumps: readonly { readonly prefix: string; readonly pump: string }[];
  readonly suffix: string;
}

/** The text of an attack, as long as the text of a client may be. */
function attackText({ pumps, suffix }: Attack): string {
  const fixed = pumps.reduce((sum, { prefix }) => sum + prefix.length, suffix.length);
  const share = (longest - fixed) / Math.max(1, pumps.length);
  const parts = pumps.map(({ prefix, pump }) => prefix + pump.repeat(Math.floor(share / pump.length)));
  return parts.join('') + suffix;
}

test.each(productPatterns())(
  'rejects the worst text in a short time: /$pattern/$flags of $file',
  async ({ pattern, flags }) => {
    const found = await check(pattern, flags, { timeout: null });
    expect(['safe', 'vulnerable']).toContain(found.status);
    expect(found).not.toMatchObject({ complexity: { type: 'exponential' } });
    if (found.status !== 'vulnerable') return;
    const text = attackText(found.attack);
    const expression = new RegExp(pattern, flags);
    expect(await cpuSeconds(() => expression.test(text))).toBeLessThan(0.25);
  },
);
