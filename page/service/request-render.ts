import type { Voice } from '../voice/voice.js';
import { isRecord, textIn } from './read-json.js';
import type { Service } from './service.js';

const frameTimeoutMs = 120_000;

/** Requests a video. @returns the id of the job */
export async function requestRender(service: Service, avatarId: string, voice: Voice): Promise<string> {
  const answer = await service.json('/render', { method: 'POST', ...bodyOf(voice, { avatarId }) });
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
): Promise<Blob> {
  const body = voice ? bodyOf(voice, {}) : {};
  const signal = AbortSignal.timeout(frameTimeoutMs);
  const response = await service.request(`/avatars/${avatarId}/preview`, { method: 'POST', signal, ...body });
  return response.blob();
}

/** A voice in the form that the service accepts: its URL in JSON, or its file in a form. */
function bodyOf(voice: Voice, fields: Readonly<Record<string, string>>): RequestInit {
  if (voice.kind === 'link') {
    return {
      body: JSON.stringify({ ...fields, voiceUrl: voice.url }),
      headers: { 'content-type': 'application/json' },
    };
  }
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  form.set('voice', voice.blob, voice.name);
  return { body: form };
}
