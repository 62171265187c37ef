import path from 'node:path';
import { expect, test } from 'vitest';
import { readSettings } from '../config/settings.js';
import { synthesize } from '../function/render/speech/synthesize.js';
import { recognized, recognizerMissing, wordAccuracy } from './fixtures/recognizer.js';
import { temporaryFolder } from './fixtures/temporary-folder.js';
import { Ffmpeg } from '../function/render/ffmpeg/ffmpeg.js';

/** Texts with numbers, abbreviations, and names, and their words as the recognizer spells them. */
const texts = [
  ['Dr. Smith lives at 42 Oak Street.', 'dr smith lives at forty two oak street'],
  [
    'On March 3rd, 1998, it was 25 degrees outside.',
    'on march third nineteen ninety eight it was twenty five degrees outside',
  ],
  ['Mr. Johnson paid $350 for 12 chairs.', 'mr johnson paid three hundred fifty dollars for twelve chairs'],
  [
    'Alice and Peter met Mrs. Brown in London at 9:30.',
    'alice and peter met mrs brown in london at nine thirty',
  ],
  ['The train to Boston, etc. leaves in 15 minutes.', 'the train to boston etc leaves in fifteen minutes'],
] as const;

test('a recognizer understands texts that the usual voice speaks', async (context) => {
  context.skip(recognizerMissing, 'needs pocketsphinx and pocketsphinx-en-us of Debian');
  const folder = await temporaryFolder();
  const tools = { settings: readSettings({}), ffmpeg: new Ffmpeg('/nowhere/ffmpeg') };
  for (const [i, [text]] of texts.entries()) {
    await synthesize({ text }, tools, path.join(folder, `${String(i)}.wav`), context.signal);
  }
  const heard = await recognized(
    folder,
    texts.map((_, i) => String(i)),
  );
  const written = texts.flatMap(([, words]) => words.split(' '));
  const accuracy = wordAccuracy(written, heard.flat());
  expect(accuracy).toBeGreaterThanOrEqual(0.7);
});
