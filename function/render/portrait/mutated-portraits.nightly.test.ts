import { describe, expect, test } from 'vitest';
import {
  endsOfDamagedPortraits,
  pictureFormats,
  portraitErrors,
} from '../../../test/fixtures/damaged-portraits.js';

describe.each(pictureFormats)('loadPortrait with 100 damaged files of the format %s', (format) => {
  test('makes a portrait or refuses it by name, and leaves only the cache', async () => {
    const { outcomes, left } = await endsOfDamagedPortraits(format, 100);
    const ends = [...outcomes.keys()];
    expect(ends.filter((end) => end !== 'portrait' && !portraitErrors.includes(end))).toEqual([]);
    expect(outcomes.get('portrait_unreadable')).toBeGreaterThan(10);
    expect(left.filter((name) => name !== 'faces-5')).toEqual([]);
  });
});
