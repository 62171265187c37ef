import { describe, expect, test } from 'vitest';
import { talkLoudness } from '../../test/fixtures/talk-loudness.js';
import { checkMotion } from './evaluate-motion.js';
import { checkTable, passes } from './motion-checks.js';

describe('the motion of ten minutes of speech', () => {
  test.each(['b', 'c'])('is within the ranges of its sources with the seed %s', async (seed) => {
    const checks = await checkMotion({ loudness: talkLoudness(), pitch: new Float32Array(0) }, seed);
    expect(checks).toHaveLength(39);
    expect(
      checkTable(checks.filter((check) => !passes(check)))
        .split('\n')
        .slice(2),
    ).toEqual([]);
  });
});
