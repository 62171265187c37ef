import path from 'node:path';
import { Command } from 'commander';
import { z } from 'zod';
import { interruptible } from '../command/interrupt.js';
import { readOptions } from '../command/options.js';
import { reportError } from '../command/report-error.js';
import { packageRoot } from '../config/package-root.js';
import { readSettings } from '../config/settings.js';
import { loadRenderer } from '../function/render/load-renderer.js';
import { fetchModelFolder } from '../storage/catalogue/bucket-models.js';
import { evaluate } from './evaluation.js';
import { evaluateMotion } from './motion/evaluate-motion.js';
import { renderSheet } from './sheet-of.js';

/*
 * `npm run evaluate`: how well the lips follow the voice. Every bundled portrait speaks clips that
 * were not used for training; the mouth opening is measured in the frames and compared with what is
 * said. Prints tables, and writes them together with all figures and contact sheets.
 * `npm run evaluate -- motion` measures when a portrait would blink, move its head, and breathe.
 */

const names = z.string().transform((text) => text.split(',').map((name) => name.trim()));
const optionsSchema = z.object({
  portraits: names.optional(),
  clips: names.optional(),
  out: z.string().min(1),
  sheet: z.string().min(1).optional(),
  portrait: z.string().min(1),
  voice: z.string().min(1),
});

const motionSchema = z.object({
  voice: z.string().min(1).optional(),
  minutes: z.coerce.number().min(1).max(60),
  seed: z.string(),
});

const program = new Command('evaluate')
  .description('Measures how well the lips follow the voice: tables and contact sheets.')
  .option('--portraits <ids>', 'bundled portraits, separated by commas; all by default')
  .option('--clips <names>', 'clips of training/evaluation, separated by commas; all by default')
  .option('--out <folder>', 'folder for tables, figures, and sheets', path.join('build', 'evaluation'))
  .option('--sheet <file>', 'only draw one contact sheet, of --portrait and --voice')
  .option('--portrait <id or picture>', 'the portrait of the sheet', 'alice')
  .option('--voice <file>', 'the voice of the sheet', path.join(packageRoot, 'voices', 'hello.flac'))
  .action((given: unknown) => interruptible((signal) => main(given, signal)));

program
  .command('motion')
  .description('Measures the blinks, head motion, and breath that are planned for a talk.')
  .option('--minutes <count>', 'length of the talk, which an embedded voice gives', '10')
  .option('--voice <file>', 'a recording instead of the talk')
  .option('--seed <text>', 'the seed of the motion', 'evaluation')
  .action((given: unknown) => interruptible((signal) => measureMotion(given, signal)));

try {
  await program.parseAsync();
} catch (thrown) {
  reportError(thrown);
}

async function main(given: unknown, signal: AbortSignal): Promise<void> {
  const options = readOptions(optionsSchema, given);
  const settings = readSettings();
  const models = () => fetchModelFolder(settings, signal);
  const renderer = await loadRenderer(settings, models, signal);
  try {
    if (options.sheet === undefined) {
      const { engine: drawing } = await loadRenderer({ ...settings, DETAIL: 'off' }, models, signal);
      try {
        process.stdout.write(`${await evaluate(options, renderer, drawing, signal)}\n`);
      } finally {
        await drawing.close();
      }
    } else {
      await renderSheet(
        { avatar: options.portrait, voiceFile: options.voice, out: options.sheet },
        renderer,
        signal,
      );
      process.stdout.write(`${options.sheet}\n`);
    }
  } finally {
    await Promise.all([renderer.engine.close(), renderer.networks.close()]);
  }
}

async function measureMotion(given: unknown, signal: AbortSignal): Promise<void> {
  const { table, passed } = await evaluateMotion(readOptions(motionSchema, given), signal);
  process.stdout.write(`${table}\n`);
  if (!passed) process.exitCode = 1;
}
