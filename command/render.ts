import { z } from 'zod';
import { formOptions, motionOption, readOptions, rectangleOption } from './options.js';
import { showProgress } from './progress-bar.js';
import { readSettings } from '../config/settings.js';
import { RenderError } from '../errors/render-error.js';
import { loadRenderer } from '../function/render/load-renderer.js';
import { prepareVideo } from '../library/prepare-video.js';
import { renderOptionsSchema } from '../library/render-options.js';
import { renderPrepared } from '../library/render-prepared.js';
import type { RenderedVideo } from '../library/rendered-video.js';
import type { SpokenInput } from '../library/video-request.js';
import { fetchModelFolder } from '../storage/catalogue/bucket-models.js';

const { fps, mouthStrength, seed, speechVoice, language, speed } = renderOptionsSchema.shape;

const optionsSchema = z.object({
  avatar: z.string().min(1),
  voice: z.string().min(1).optional(),
  text: z.string().optional(),
  speechVoice,
  language,
  speed: numberOption(speed),
  out: z.string().min(1),
  face: rectangleOption.optional(),
  ...formOptions,
  fps: numberOption(fps),
  mouthStrength: numberOption(mouthStrength),
  motion: motionOption.optional(),
  seed,
  stream: z.never({ error: 'needs --server: only a service can be watched' }).optional(),
});

/** Standard input or output, in place of a file. */
const standardStream = '-';

/** `avatar-service render`: renders one video, and prints its properties. */
export async function renderCommand(given: unknown, signal: AbortSignal): Promise<void> {
  const { avatar: portrait, out, voice, text, stream: _, ...options } = readOptions(optionsSchema, given);
  const settings = readSettings();
  const progress = showProgress(process.stderr);
  const target = out === standardStream ? { stream: standardOutput() } : { out };
  const request = {
    portrait,
    ...spokenInput(voice, text),
    ...options,
    ...target,
    signal,
    onProgress: progress.report,
  };
  const prepared = await prepareVideo(request, settings, { out: '--out', voice: '--voice' });
  const renderer = await loadRenderer(settings, () => fetchModelFolder(settings, signal), signal);
  try {
    const video = await renderPrepared(prepared, renderer);
    progress.end();
    for (const { code, message } of video.warnings) process.stderr.write(`${code}: ${message}\n`);
    // Standard output is the video's.
    const stream = out === standardStream ? process.stderr : process.stdout;
    stream.write(`${out}: ${summary(video)}, ${renderer.model.manifest.source.file})\n`);
  } finally {
    progress.end();
    await Promise.all([renderer.engine.close(), renderer.networks.close()]);
  }
}

function numberOption(schema: z.ZodType<number | undefined, number | undefined>) {
  return z.string().transform(Number).optional().pipe(schema);
}

function spokenInput(voice: string | undefined, text: string | undefined): SpokenInput {
  if (voice !== undefined && text === undefined) {
    return { voice: voice === standardStream ? process.stdin : voice };
  }
  if (text !== undefined && voice === undefined) return { text };
  throw new RenderError('request_invalid', 'Give exactly one of --voice and --text.');
}

/** @throws RenderError `request_invalid` on a terminal */
function standardOutput(): NodeJS.WriteStream {
  if (!process.stdout.isTTY) return process.stdout;
  throw new RenderError(
    'request_invalid',
    '--out: standard output is a terminal. Send it to a program or a file, or name a file instead of -.',
  );
}

function summary({ frames, durationSeconds, width, height, seconds }: RenderedVideo): string {
  return (
    `${String(frames)} frames, ${durationSeconds.toFixed(2)} s, ${String(width)} × ${String(height)}, ` +
    `in ${seconds.total.toFixed(1)} s (${(frames / seconds.total).toFixed(0)} frames/s`
  );
}
