import type { Voice } from '../voice/voice.js';
import type { RenderOptions } from './render-options.js';
import { textFields } from './request-speech.js';
import { isRecord, textIn } from './read-json.js';
import type { Service } from './service.js';

const frameTimeoutMs = 120_000;

type Fields = Readonly<Record<string, string | number | boolean>>;

/** Requests a video. @returns the id of the job */
export async function requestRender(
  service: Service,
  avatarId: string,
  voice: Voice,
  options: RenderOptions,
): Promise<string> {
  // Watched from the first second; other formats cannot be streamed.
  const stream = options.format === undefined ? { stream: true } : {};
  const body = bodyOf(voice, { avatarId, ...options, ...stream });
  const answer = await service.json('/render', { method: 'POST', ...body });
  const jobId = isRecord(answer) ? textIn(answer, 'jobId') : undefined;
  if (jobId === undefined) throw new TypeError('the service did not send a job id');
  return jobId;
}

/**
 * Requests a single frame: the voice's loudest moment, or an open mouth.
 * @returns its PNG
 * @throws Problem `renderer_busy` while a video is being rendered, and others
 */
export async function requestFrame(
  service: Service,
  avatarId: string,
  voice: Voice | undefined,
  options: RenderOptions = {},
): Promise<Blob> {
  const { transparent: _, format: __, ...shown } = options;
  const body = voice ? bodyOf(voice, { ...shown }) : jsonBody({ ...shown });
  const signal = AbortSignal.timeout(frameTimeoutMs);
  const response = await service.request(`/avatars/${avatarId}/preview`, { method: 'POST', signal, ...body });
  return response.blob();
}

/** A voice in the form that the service accepts: its URL in JSON, or its file in a form. */
function bodyOf(voice: Voice, fields: Fields): RequestInit {
  if (voice.kind === 'text') return jsonBody({ ...fields, ...textFields(voice) });
  if (voice.kind === 'link') return jsonBody({ ...fields, voiceUrl: voice.url });
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, String(value));
  form.set('voice', voice.blob, voice.name);
  return { body: form };
}

function jsonBody(fields: Fields): RequestInit {
  return { body: JSON.stringify(fields), headers: { 'content-type': 'application/json' } };
}
