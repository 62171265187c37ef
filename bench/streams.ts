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
 *   node build/bench/streams.js [--rounds N] [--seconds N]
 */

const { rounds, seconds } = new Command('streams')
  .description('Measures how soon a video can be watched, and what it costs. Takes minutes.')
  .option('--rounds <count>', 'how often each form is measured, after one that is not counted', Number, 5)
  .option('--seconds <seconds>', 'length of the voice', Number, 30)
  .parse()
  .opts<{ rounds: number; seconds: number }>();

await withScratchDir(async (scratch) => {
  const voice = path.join(scratch, 'voice.wav');
  await benchVoice(voice, seconds);
  const threads = Math.min(2, os.availableParallelism());
  const stream = await firstPicture(voice, seconds, scratch, { rounds, threads });
  process.stdout.write(`${streamRows(stream).join('\n')}\n`);
});
