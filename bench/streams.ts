import os from 'node:os';
import path from 'node:path';
import { Command } from 'commander';
import { withScratchDir } from '../storage/files/scratch-dir.js';
import { benchVoice } from './bench-media.js';
import { firstPicture } from './first-picture.js';
import { streamRows } from './table.js';

/*
 * Only the figures of streams that `npm run bench` prints:
 *
 *   node build/bench/streams.js [--rounds N] [--seconds N | --characters N]
 */

const { rounds, seconds, characters } = new Command('streams')
  .description('Measures how soon a video can be watched, and what it costs. Takes minutes.')
  .option('--rounds <count>', 'how often each form is measured, after one that is not counted', Number, 5)
  .option('--seconds <seconds>', 'length of the voice', Number, 30)
  .option('--characters <count>', 'a text of that length instead of a voice', Number)
  .parse()
  .opts<{ rounds: number; seconds: number; characters?: number }>();

await withScratchDir(async (scratch) => {
  const voiceFile = path.join(scratch, 'voice.wav');
  await benchVoice(voiceFile, seconds);
  const threads = Math.min(2, os.availableParallelism());
  const stream = await firstPicture(
    characters === undefined ? { voiceFile } : { text: textOf(characters) },
    scratch,
    { rounds, threads },
  );
  process.stdout.write(`${streamRows(stream).join('\n')}\n`);
});

/** Sentences of usual length. */
function textOf(length: number): string {
  let text = '';
  for (let i = 1; text.length < length; i++)
    text += `This is sentence number ${String(i)}, and it takes about as long to say as most sentences of a talk do. `;
  return text.slice(0, length);
}
