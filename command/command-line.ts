import { Command } from 'commander';
import { packageInfo } from '../config/package-info.js';
import { interruptible } from './interrupt.js';

/*
 * The commands and their options. docs/command.md is generated from them. What a command does is loaded when it
 * runs, so that `--help` and `--version` answer at once.
 */

const faceOption = ['--face <x,y,width,height>', 'the face box, instead of detecting it'] as const;

/** The command line of `avatar-service`. */
export function commandLine(): Command {
  const program = new Command('avatar-service')
    .description('Turns a portrait and a voice into a video in which the portrait speaks.')
    .version(packageInfo.version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print help')
    .helpCommand('help [command]', 'print the help of a command')
    .exitOverride()
    .configureHelp({ showGlobalOptions: false });
  addServe(program);
  addRender(program);
  addImport(program);
  addAdd(program);
  addList(program);
  addInspect(program);
  addMcp(program);
  return program;
}

function addServe(program: Command): void {
  program
    .command('serve')
    .alias('local')
    .description('run the whole service on this machine: web page, HTTP API, and renderer')
    .option('--port <number>', 'port of the page and the API (default: PORT, or 8080)')
    .option('--host <address>', 'address to listen on (default: HOST, or 127.0.0.1: only this machine)')
    .option('--store <URL>', 'where jobs and videos are kept (default: STORE, or the folder data)')
    .action(async (options: unknown) => {
      const { serveCommand } = await import('./serve.js');
      await serveCommand(options);
    });
}

function addRender(program: Command): void {
  program
    .command('render')
    .description('render one video')
    .requiredOption(
      '--avatar <id or picture>',
      'a portrait: an id of `list`, or a PNG, JPEG, or WebP file, or its file: or http(s) URL',
    )
    .option('--voice <URL or file>', 'a recording: a file, a file: or http(s) URL, or - for standard input')
    .option('--text <text>', 'a text that is spoken, instead of a voice')
    .option('--speech-voice <id>', 'the voice that speaks the text: an id of `list voices`')
    .option('--language <tag>', 'the language of the text, such as en-US')
    .option('--speed <number>', 'the speed of the speech, 0.5 to 2 (default: 1)')
    .requiredOption('--out <file>', 'path of the video, or - for standard output: .mp4, .webm, or .mov')
    .option(...faceOption)
    .option('--fps <number>', 'frames per second (default: VIDEO_FPS, or 25)')
    .option('--mouth-strength <number>', 'how far the mouth moves, 0 to 2 (default: 1)')
    .option(
      '--motion <motion>',
      'still, blink, alive, or strengths such as blink=1,head=0.5 (default: MOTION, or still)',
    )
    .option('--aspect <aspect>', 'frame the face in 16:9, 9:16, 1:1, or 4:5')
    .option('--crop <x,y,width,height>', 'the part of the picture to show')
    .option('--height <rows>', 'scale the video down to this height')
    .option('--background <color>', '#rrggbb, transparent, or blur (beside the picture)')
    .option('--format <format>', 'mp4, webm, or mov (default: from the ending of --out, or mp4)')
    .option('--transparent <form>', 'stacked: with --background transparent, color above and alpha below')
    .option(
      '--matte',
      'estimate the outline of the person, for pictures without transparency before a plain wall',
    )
    .option('--seed <text>', 'chooses the motion (default: the name of the portrait)')
    .option('--stream', 'with --server: print at once where the video can be watched while it is rendered')
    .option(
      '--server <URL>',
      'render on this service, with its key in AVATAR_API_KEY, instead of this machine',
    )
    .action(async (options: { readonly server?: string }) => {
      if (options.server !== undefined) {
        const { renderRemotely } = await import('./render-remote.js');
        return interruptible((signal) => renderRemotely(options, signal));
      }
      const { renderCommand } = await import('./render.js');
      await interruptible((signal) => renderCommand(options, signal));
    });
}

function addImport(program: Command): void {
  program
    .command('import')
    .description('convert a Wav2Lip checkpoint to the graphs that the function runs')
    .argument('<checkpoint>', 'wav2lip_gan.pth, or another checkpoint of the same network')
    .option(
      '--to <folder>',
      'folder or s3:// URL for the graphs (default: beside the checkpoint, or the cache)',
    )
    .option('--plain', 'also write the whole network as one graph, for comparison')
    .action(async (checkpoint: string, options: unknown) => {
      const { importCommand } = await import('./import.js');
      await interruptible((signal) => importCommand(checkpoint, options, signal));
    });
}

function addAdd(program: Command): void {
  program
    .command('add')
    .description('add a portrait to the catalogue, in the folder MODELS_DIR')
    .argument('<picture>', 'a PNG, JPEG, or WebP file')
    .option('--id <id>', 'its id in the catalogue (default: from the file name)')
    .option(...faceOption)
    .action(async (picture: string, options: unknown) => {
      const { addCommand } = await import('./add.js');
      await interruptible((signal) => addCommand(picture, options, signal));
    });
}

function addList(program: Command): void {
  program
    .command('list')
    .description('list the portraits, or the voices that speak texts')
    .argument('[what]', 'portraits or voices', 'portraits')
    .option('--json', 'print JSON')
    .action(async (what: string, options: unknown) => {
      const { listCommand } = await import('./list.js');
      await interruptible((signal) => listCommand(what, options, signal));
    });
}

function addInspect(program: Command): void {
  program
    .command('inspect')
    .description('print how a video or picture says it was made')
    .argument('<file>', 'an MP4, MOV, PNG, JPEG, or WebP file, of this service or another')
    .action(async (file: string) => {
      const { inspectCommand } = await import('./inspect.js');
      await interruptible(() => inspectCommand(file));
    });
}

function addMcp(program: Command): void {
  program
    .command('mcp')
    .description('serve agents over standard input and output (MCP), with a service that runs somewhere')
    .option(
      '--server <URL>',
      'the service, with its key in AVATAR_API_KEY (default: AVATAR_SERVER, or http://localhost:8080)',
    )
    .action(async (options: object) => {
      const { mcpCommand } = await import('./mcp.js');
      await interruptible((signal) => mcpCommand(options, signal));
    });
}
