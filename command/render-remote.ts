import { createWriteStream, openAsBlob } from 'node:fs';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { AvatarClient, AvatarServiceError, type Job, type RenderInput } from '../client/client.js';
import { errorCodes } from '../errors/table.js';
import { errnoOf, RenderError } from '../errors/render-error.js';
import { replaceFile } from '../storage/files/replace-file.js';

/** A render that a service is asked for. */
export interface RemoteRender {
  readonly server: string;
  readonly apiKey: string | undefined;
  readonly avatar: string;
  /** Exactly one of `voice` and `text`. */
  readonly voice: string | undefined;
  readonly text: string | undefined;
  readonly speechVoice: string | undefined;
  readonly language: string | undefined;
  readonly speed: number | undefined;
  readonly fps: number | undefined;
  readonly mouthStrength: number | undefined;
  readonly motion: RenderInput['motion'];
  readonly seed: string | undefined;
  readonly out: string;
}

/** How the render goes, for the progress bar. */
type Report = (progress: {
  stage: NonNullable<Job['stage']>;
  framesDone: number;
  frames: number | undefined;
}) => void;

/**
 * Renders a video on a service and saves it. An abort cancels the job.
 * @returns the completed job
 * @throws RenderError with the code of the service; `sink_unavailable` if it cannot be reached
 */
export async function renderRemotely(
  render: RemoteRender,
  report: Report,
  signal: AbortSignal,
): Promise<Job> {
  const client = new AvatarClient({ baseUrl: render.server, apiKey: render.apiKey });
  try {
    const { jobId } = await client.render(await requestOf(render), { signal });
    const onProgress = ({ stage, framesDone = 0, frames }: Job) => {
      if (stage !== undefined) report({ stage, framesDone, frames });
    };
    const job = await client.wait(jobId, { signal, onProgress }).catch(async (error: unknown) => {
      if (signal.aborted) await client.cancel(jobId).catch(() => undefined);
      throw error;
    });
    const { body } = await client.video(jobId, { signal });
    if (!body) throw new RenderError('store_unavailable', 'The service sent no video.');
    await replaceFile(render.out, (unfinished) =>
      pipeline(Readable.fromWeb(body), createWriteStream(unfinished), { signal }),
    );
    return job;
  } catch (error) {
    throw error instanceof AvatarServiceError ? renderError(error) : error;
  }
}

async function requestOf(render: RemoteRender): Promise<RenderInput> {
  const { avatar: avatarId, voice, text, speechVoice, language, speed } = render;
  const { fps, mouthStrength, motion, seed } = render;
  const options = { avatarId, fps, mouthStrength, motion, seed };
  if (text !== undefined) return { ...options, text, voice: speechVoice, language, speed };
  if (voice !== undefined && /^https?:/i.test(voice)) return { ...options, voiceUrl: voice };
  return { ...options, voice: await voiceFile(voice ?? '') };
}

async function voiceFile(name: string): Promise<Blob> {
  return openAsBlob(name).catch((error: unknown) => {
    throw new RenderError(
      'voice_not_found',
      `--voice: ${path.resolve(name)} cannot be read (${errnoOf(error) ?? 'missing'}).`,
      {
        cause: error,
      },
    );
  });
}

function renderError({ code, message, details }: AvatarServiceError): RenderError {
  const known = errorCodes.find((each) => each === code);
  return new RenderError(known ?? 'sink_unavailable', message, { details });
}
