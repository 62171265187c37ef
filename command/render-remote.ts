import { createWriteStream, openAsBlob } from 'node:fs';
import path from 'node:path';
import { Readable, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import { AvatarClient, AvatarServiceError, type Job, type RenderInput } from '../client/client.js';
import { avatarIdPattern } from '../domain/avatar-id.js';
import { errnoOf, RenderError } from '../errors/render-error.js';
import { errorCodes } from '../errors/table.js';
import { outputFormat } from '../library/output-format.js';
import { replaceFile } from '../storage/files/replace-file.js';
import { formOptions, motionOption, readOptions } from './options.js';
import { showProgress } from './progress-bar.js';
import { apiKeyOf, serverOption } from './server-option.js';

const number = z.coerce.number().optional();

const optionsSchema = z.object({
  server: serverOption,
  avatar: z.string().regex(avatarIdPattern, 'must be the id of a portrait of the service'),
  voice: z.string().min(1).optional(),
  text: z.string().optional(),
  speechVoice: z.string().optional(),
  language: z.string().optional(),
  speed: number,
  out: z.string().min(1),
  face: z.never({ error: 'cannot be given for a portrait of a service' }).optional(),
  ...formOptions,
  fps: number,
  mouthStrength: number,
  motion: motionOption.optional(),
  seed: z.string().optional(),
  stream: z.boolean().optional(),
});
type RemoteOptions = z.infer<typeof optionsSchema>;

/** Standard output, in place of a file. */
const standardStream = '-';

/**
 * `avatar-service render --server`: renders a video on a service and saves it. An abort cancels the job.
 * @throws RenderError with the code of the service; `sink_unavailable` if it cannot be reached
 */
export async function renderRemotely(given: unknown, signal: AbortSignal): Promise<void> {
  const options = readOptions(optionsSchema, given);
  const client = new AvatarClient({ baseUrl: options.server, apiKey: apiKeyOf(process.env) });
  const progress = showProgress(process.stderr);
  const onProgress = ({ stage, framesDone = 0, frames }: Job) => {
    if (stage === 'wav2lip') progress.report({ stage, framesDone, frames });
  };
  try {
    const { jobId } = await client.render(await requestOf(options), { signal });
    // Standard output may be the video's.
    if (options.stream === true)
      process.stderr.write(`watch: ${client.streamUrl(jobId)}\n       ${client.liveUrl(jobId)}\n`);
    const job = await client.wait(jobId, { signal, onProgress }).catch(async (error: unknown) => {
      if (signal.aborted) await client.cancel(jobId).catch(() => undefined);
      throw error;
    });
    await saveVideo(client, jobId, options.out, signal);
    progress.end();
    const stream = options.out === standardStream ? process.stderr : process.stdout;
    stream.write(`${options.out}: ${summary(job)}, job ${jobId} of ${options.server}\n`);
  } catch (error) {
    throw error instanceof AvatarServiceError ? renderError(error) : error;
  } finally {
    progress.end();
  }
}

async function requestOf({ avatar: avatarId, voice, text, ...options }: RemoteOptions): Promise<RenderInput> {
  const { fps, mouthStrength, motion, seed, stream, speechVoice, language, speed } = options;
  const { background, transparent, matte, aspect, crop, height, out } = options;
  const format = outputFormat(out === standardStream ? undefined : out, '--out', options.format);
  const form = { format, background, transparent, matte, aspect, crop, height };
  const video = { avatarId, fps, mouthStrength, motion, seed, stream, ...form };
  if (text !== undefined && voice === undefined)
    return { ...video, text, voice: speechVoice, language, speed };
  if (voice === undefined || text !== undefined)
    throw new RenderError('request_invalid', 'Give exactly one of --voice and --text.');
  return /^https?:/i.test(voice)
    ? { ...video, voiceUrl: voice }
    : { ...video, voice: await voiceFile(voice) };
}

async function voiceFile(name: string): Promise<Blob> {
  return openAsBlob(name).catch((error: unknown) => {
    const why = errnoOf(error) ?? 'it cannot be read';
    throw new RenderError(
      'voice_not_found',
      `--voice: ${path.resolve(name)}: ${why}. Name an existing file.`,
      {
        cause: error,
      },
    );
  });
}

async function saveVideo(
  client: AvatarClient,
  jobId: string,
  out: string,
  signal: AbortSignal,
): Promise<void> {
  const { body } = await client.video(jobId, { signal });
  if (!body) throw new RenderError('store_unavailable', `The service sent no video of job ${jobId}.`);
  const into = (stream: Writable, end: boolean) => pipeline(Readable.fromWeb(body), stream, { signal, end });
  if (out === standardStream) await into(process.stdout, false);
  else await replaceFile(out, (unfinished) => into(createWriteStream(unfinished), true));
}

function summary({ result }: Job): string {
  if (!result) return 'no result';
  const { frames, durationSeconds, width, height } = result;
  return `${String(frames)} frames, ${durationSeconds.toFixed(2)} s, ${String(width)} × ${String(height)}`;
}

function renderError({ code, message, details }: AvatarServiceError): RenderError {
  const known = errorCodes.find((each) => each === code);
  return new RenderError(known ?? 'sink_unavailable', message, { details });
}
