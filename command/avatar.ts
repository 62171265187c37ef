#!/usr/bin/env node
import { Command, CommanderError } from 'commander';
import { errorTable } from '../errors/table.js';
import { addCommand } from './add.js';
import { importCommand } from './import.js';
import { renderCommand } from './render.js';
import { interruptible } from './interrupt.js';
import { reportError } from './report-error.js';

/** The commands that need no HTTP: one render, a checkpoint imported, a portrait added. */
const program = new Command('avatar')
  .description('A portrait and a voice become a video in which the portrait speaks.')
  .exitOverride()
  .configureHelp({ showGlobalOptions: true });

program
  .command('render')
  .description('render one video')
  .requiredOption('--avatar <id or picture>', 'a portrait of the catalogue, or a PNG, JPEG or WebP file')
  .requiredOption('--voice <URL or file>', 'a voice: an http(s) URL, or a file')
  .requiredOption('--out <file>', 'where the MP4 goes')
  .option('--face <x,y,width,height>', 'where the face is, instead of looking for it')
  .option('--fps <number>', 'frames a second')
  .action((options: unknown) => interruptible((signal) => renderCommand(options, signal)));

program
  .command('import')
  .description('turn a Wav2Lip checkpoint into the graphs that the function runs')
  .argument('<checkpoint>', 'wav2lip_gan.pth, or another file of the same network')
  .option('--to <folder>', 'where the graphs go; else beside the checkpoint, or into the cache')
  .option('--plain', 'write the whole network as one graph too, for comparison')
  .action((checkpoint: string, options: unknown) =>
    interruptible((signal) => importCommand(checkpoint, options, signal)),
  );

program
  .command('add')
  .description('put a portrait into the catalogue')
  .argument('<picture>', 'a PNG, JPEG or WebP file')
  .option('--id <id>', 'its name in the catalogue; else that of the file')
  .option('--face <x,y,width,height>', 'where the face is, instead of looking for it')
  .action((picture: string, options: unknown) =>
    interruptible((signal) => addCommand(picture, options, signal)),
  );

try {
  await program.parseAsync();
} catch (thrown) {
  if (thrown instanceof CommanderError) {
    process.exitCode = thrown.exitCode === 0 ? 0 : errorTable.request_invalid.exit;
  } else {
    reportError(thrown);
  }
}
