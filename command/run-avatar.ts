import { Command, CommanderError } from 'commander';
import { errorTable } from '../errors/table.js';
import { addCommand } from './add.js';
import { importCommand } from './import.js';
import { inspectCommand } from './inspect.js';
import { renderCommand } from './render.js';
import { interruptible } from './interrupt.js';
import { reportError } from './report-error.js';

/**
 * Runs `avatar` with these parameters, and sets the exit status. Its commands need no HTTP: render a video,
 * import a checkpoint, add a portrait, inspect a mark.
 */
export async function runAvatar(parameters: readonly string[]): Promise<void> {
  try {
    await commandLine().parseAsync(parameters, { from: 'user' });
  } catch (thrown) {
    if (thrown instanceof CommanderError) {
      process.exitCode = thrown.exitCode === 0 ? 0 : errorTable.request_invalid.exit;
    } else {
      reportError(thrown);
    }
  }
}

function commandLine(): Command {
  const program = new Command('avatar')
    .description('Turns a portrait and a voice into a video in which the portrait speaks.')
    .exitOverride()
    .configureHelp({ showGlobalOptions: true });

  program
    .command('render')
    .description('render one video')
    .requiredOption('--avatar <id or picture>', 'a portrait from the catalogue, or a PNG, JPEG, or WebP file')
    .option('--voice <URL or file>', 'a voice: an http(s) URL, or a file')
    .option('--text <text>', 'a text that is spoken, instead of a voice')
    .option('--speech-voice <id>', 'the voice that speaks the text: slt, rms, awb, kal, or one of SPEECH_URL')
    .option('--language <tag>', 'the language of the text, such as en-US')
    .option('--speed <number>', 'the speed of the speech, 0.5 to 2 (default: 1)')
    .requiredOption('--out <file>', 'path of the MP4')
    .option('--face <x,y,width,height>', 'the face box, instead of detecting it')
    .option('--fps <number>', 'frames per second')
    .option('--mouth-strength <number>', 'how far the mouth moves, 0 to 2 (default: 1)')
    .option(
      '--motion <motion>',
      'still, blink, alive, or strengths such as blink=1,head=0.5 (default: MOTION)',
    )
    .option('--seed <text>', 'chooses the motion (default: the name of the portrait)')
    .action((options: unknown) => interruptible((signal) => renderCommand(options, signal)));

  program
    .command('import')
    .description('convert a Wav2Lip checkpoint to the graphs that the function runs')
    .argument('<checkpoint>', 'wav2lip_gan.pth, or another checkpoint of the same network')
    .option('--to <folder>', 'folder for the graphs; by default beside the checkpoint, or in the cache')
    .option('--plain', 'also write the whole network as one graph, for comparison')
    .action((checkpoint: string, options: unknown) =>
      interruptible((signal) => importCommand(checkpoint, options, signal)),
    );

  program
    .command('add')
    .description('add a portrait to the catalogue')
    .argument('<picture>', 'a PNG, JPEG, or WebP file')
    .option('--id <id>', 'its id in the catalogue; by default derived from the file name')
    .option('--face <x,y,width,height>', 'the face box, instead of detecting it')
    .action((picture: string, options: unknown) =>
      interruptible((signal) => addCommand(picture, options, signal)),
    );

  program
    .command('inspect')
    .description('print how a video or picture says it was made')
    .argument('<file>', 'an MP4, MOV, PNG, JPEG, or WebP file, of this service or another')
    .action((file: string) => interruptible(() => inspectCommand(file)));

  return program;
}
