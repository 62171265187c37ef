import { expect, test } from 'vitest';
import { openAdapter } from '../../../test/fixtures/adapter-context.js';

test('GET /limits answers with the settings, and the smaller of two limits', async () => {
  const { ask } = await openAdapter({
    UPLOAD_MAX_BYTES: '3000',
    VOICE_MAX_BYTES: '2000',
    VOICE_MAX_SECONDS: '60',
    PICTURE_MAX_BYTES: '1000',
  });
  expect(await (await ask('/limits')).json()).toEqual({
    voice: { maxBytes: 2000, minSeconds: 0.05, maxSeconds: 60 },
    text: { maxCharacters: 5000 },
    picture: { maxBytes: 1000, maxPixels: 100_000_000 },
  });
});
