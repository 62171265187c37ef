import { Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { execa } from 'execa';
import { diskFull, errnoOf, RenderError } from '../../../errors/render-error.js';

export interface FfmpegRun {
  /** Written to standard input, no faster than ffmpeg reads it. */
  readonly input?: AsyncIterable<Uint8Array>;
  /** Reads standard output; an error that it throws ends ffmpeg. */
  readonly consume?: (output: AsyncIterable<Uint8Array>) => Promise<void>;
  readonly signal: AbortSignal;
}

/** ffmpeg can write errors endlessly; only the last ones are kept. */
const keptMessageBytes = 4096;
/** ENOSPC and EDQUOT in ffmpeg's words; its exit code for them differs between versions. */
const noSpace = /No space left on device|Disk quota exceeded/;

/**
 * Runs ffmpeg and waits until the process has ended, whatever happens. An abort, or an error in
 * `input` or `consume`, ends it with SIGKILL, and is thrown afterwards.
 * @throws RenderError `ffmpeg_failed` (details: exit code and last messages), `ffmpeg_missing`,
 *   `disk_full`; the reason of the abort; what `input` or `consume` threw
 */
export async function runFfmpeg(
  ffmpeg: string,
  parameters: readonly string[],
  run: FfmpegRun,
): Promise<void> {
  run.signal.throwIfAborted();
  // The first failure is the cause; the others follow from it.
  const failure = new AbortController();
  const stop = AbortSignal.any([run.signal, failure.signal]);
  const subprocess = execa(ffmpeg, ['-hide_banner', '-nostdin', '-loglevel', 'error', ...parameters], {
    stdin: run.input ? 'pipe' : 'ignore',
    stdout: run.consume ? 'pipe' : 'ignore',
    stderr: 'pipe',
    buffer: false,
    reject: false,
    cancelSignal: stop,
    // After SIGTERM, ffmpeg waits for its input and finishes its file, which is removed anyway.
    killSignal: 'SIGKILL',
  });
  const lastMessages = collectLastMessages(subprocess.stderr);
  const stopOn = (task: Promise<void>) => task.catch((error: unknown) => failure.abort(error));
  const feeding = run.input ? stopOn(feed(subprocess.stdin, run.input, stop)) : undefined;
  const consuming = run.consume ? stopOn(run.consume(subprocess.stdout ?? Readable.from([]))) : undefined;

  const result = await subprocess;
  await feeding;
  await consuming;
  run.signal.throwIfAborted();
  if (failure.signal.aborted) throw failure.signal.reason;
  if (!result.failed) return;
  if (result.exitCode === undefined && errnoOf(result) === 'ENOENT') {
    throw new RenderError('ffmpeg_missing', `${ffmpeg} cannot be run. Set FFMPEG_PATH to an ffmpeg binary.`, {
      cause: result,
    });
  }
  if (noSpace.test(lastMessages())) throw diskFull(result);
  throw new RenderError(
    'ffmpeg_failed',
    `ffmpeg ended with ${endOf(result)}: ${lastMessages() || 'no message'}`,
    {
      details: { exitCode: result.exitCode ?? null, signal: result.signal ?? null },
    },
  );
}

async function feed(
  stdin: Writable | null,
  input: AsyncIterable<Uint8Array>,
  signal: AbortSignal,
): Promise<void> {
  if (!stdin) return;
  // One chunk at a time: its memory may be used again as soon as the next one is asked for.
  const written = new Writable({
    highWaterMark: 1,
    write(chunk: Uint8Array, _, done) {
      stdin.write(chunk, done);
    },
    final(done) {
      stdin.end(done);
    },
  });
  stdin.on('error', (error) => written.destroy(error));
  await pipeline(input, written, { signal }).catch((error: unknown) => {
    // If ffmpeg ended early, its exit status says so; the broken pipe adds nothing.
    const errno = errnoOf(error);
    if (errno === undefined || !brokenPipe.includes(errno)) throw error;
  });
}

const brokenPipe = [
  'EPIPE',
  'ECONNRESET',
  'EOF',
  'ERR_STREAM_PREMATURE_CLOSE',
  'ERR_STREAM_DESTROYED',
  'ABORT_ERR',
];

function collectLastMessages(stderr: Readable | null): () => string {
  let text = Buffer.alloc(0);
  stderr?.on('data', (bytes: Buffer) => {
    text = Buffer.concat([text, bytes]).subarray(-keptMessageBytes);
  });
  return () => text.toString('utf8').trim();
}

function endOf({ exitCode, signal }: { exitCode?: number | undefined; signal?: string | undefined }): string {
  return signal === undefined ? `exit code ${String(exitCode)}` : `signal ${signal}`;
}
