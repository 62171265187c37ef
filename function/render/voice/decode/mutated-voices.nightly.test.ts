import { expect, test } from 'vitest';
import { endsOfDamagedVoices, voiceErrors } from '../../../../test/fixtures/damaged-voices.js';

test('300 damaged voices each end in samples or in a named error, and leave no file', async () => {
  const ends = await endsOfDamagedVoices(300);
  expect(ends).toHaveLength(300);
  expect(ends.filter((end) => end !== 'samples' && !voiceErrors.includes(end))).toEqual([]);
  // Both ends occur often: the damage is neither harmless nor total.
  expect(ends.filter((end) => end === 'samples').length).toBeGreaterThan(60);
  expect(ends.filter((end) => end !== 'samples').length).toBeGreaterThan(60);
});
