import { describe, expect, test } from 'vitest';
import {
  endsOfDamagedPortraits,
  pictureFormats,
  portraitErrors,
  portraitFile,
} from '../../../test/fixtures/damaged-portraits.js';
import { mutateFile } from '../../../test/fixtures/mutated-file.js';
import { randomNumbers } from '../../../test/fixtures/random.js';

describe.each(pictureFormats)('loadPortrait with 20 damaged files of the format %s', (format) => {
  test('makes a portrait or refuses it by name, and leaves only the cache', async () => {
    const { outcomes, left } = await endsOfDamagedPortraits(format, 20);
    const ends = [...outcomes.keys()];
    expect(ends.filter((end) => end !== 'portrait' && !portraitErrors.includes(end))).toEqual([]);
    expect(outcomes.get('portrait_unreadable')).toBeGreaterThan(1);
    expect(left.filter((name) => name !== 'faces-5')).toEqual([]);
  });
});

test('the damaged files differ from the whole one', async () => {
  const whole = await portraitFile('png');
  const random = randomNumbers(9);
  const files = Array.from({ length: 20 }, () => mutateFile(whole, 'png', random));
  expect(files.every((file) => !file.equals(whole))).toBe(true);
});
