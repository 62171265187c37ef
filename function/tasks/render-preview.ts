import path from 'node:path';
import type PQueue from 'p-queue';
import { packageRoot } from '../../config/package-root.js';
import { RenderError } from '../../errors/render-error.js';
import type { EventData } from '../../events/contract/event-data.js';
import { taskOutcome, type Envelope, type ServiceEvent } from '../../events/contract/events.js';
import { taskKeys } from '../../events/status/task.js';
import { readPortrait } from '../../storage/catalogue/catalogue.js';
import type { Store } from '../../storage/store.js';
import type { FunctionContext } from '../context.js';
import { voiceSource } from '../jobs/voice-source.js';
import { markPicture } from '../render/mark/mark-picture.js';
import { mattePortrait } from '../render/matte-portrait.js';
import { toAvatar } from '../render/portrait/avatar.js';
import { loadPortrait } from '../render/portrait/load-portrait.js';
import { checkMouthStrength, drawFrame } from '../render/render-frame.js';
import { loudMoments } from '../render/widest-mouth.js';
import { withScratchDir } from '../../storage/files/scratch-dir.js';
import { synthesize, type SpeechTools } from '../render/speech/synthesize.js';
import { loadVoice, type VoiceSource } from '../render/voice/voice.js';
import { rawPicture } from '../render/picture/raw-picture.js';
import { interactiveSpeechTools } from './interactive-speech-tools.js';

const fps = 25;
/** The voice of a preview for which none is given. */
const bundledVoice = path.join(packageRoot, 'voices', 'hello.flac');

/** What a client should wait before it asks again: most renders are shorter. */
const retryAfterSeconds = 15;

/**
 * Renders the frame of the voice at which the mouth is open widest. While a render
 * occupies the engine, it fails at once: the client waits for the answer, and a render takes minutes.
 * @throws RenderError `renderer_busy`, `avatar_not_found`, `portrait_*`, `face_*`, `voice_*`, `text_*`,
 *   `language_unsupported`, `speech_*`
 */
export async function renderPreview(
  { data }: ServiceEvent<'preview.requested'>,
  { store, catalogue, renderer, queue }: Pick<FunctionContext, 'store' | 'catalogue' | 'renderer' | 'queue'>,
  envelope: Envelope,
  signal: AbortSignal,
): Promise<ServiceEvent<'preview.completed'>> {
  const { requestId, avatarId } = data;
  const { engine, networks, settings, mark } = renderer;
  const mouthStrength = checkMouthStrength(data.mouthStrength, engine);
  checkIdle(queue);
  const { examineFaces } = networks;
  const stored = toAvatar(await readPortrait(catalogue, avatarId));
  const run = engine.runNetwork.bind(engine);
  const matting = { settings, examineFaces, run, signal };
  const { avatar, shape } = await mattePortrait({ avatar: stored, shape: data }, matting);
  const portrait = await loadPortrait(avatar, settings, examineFaces, { signal, shape });
  const source = previewVoice(data, interactiveSpeechTools(renderer), store);
  const moments = await withScratchDir(async (scratch) => {
    return loudMoments(await loadVoice(source, scratch, renderer, signal), fps);
  });
  checkIdle(queue);
  const request = { portrait, moments, mouthStrength, cacheFolder: settings.CACHE_DIR };
  const frame = await queue.add(() => drawFrame(request, engine, signal));
  const { width, height, alpha } = frame;
  const opaque = rawPicture(frame);
  const shown = alpha ? opaque.joinChannel(alpha, { raw: { width, height, channels: 1 } }) : opaque;
  const picture = await markPicture(shown, mark).png().toBuffer();
  await store.put(taskKeys.image(requestId), picture, { contentType: 'image/png' });
  return taskOutcome('preview.completed', { requestId, avatarId }, envelope);
}

function previewVoice(
  { requestId, voiceUrl, text, ...spoken }: EventData<'preview.requested'>,
  tools: SpeechTools,
  store: Store,
): VoiceSource {
  if (text !== undefined) {
    return {
      async speak(file, signal) {
        await synthesize({ ...spoken, text }, tools, file, signal);
      },
    };
  }
  if (voiceUrl === undefined) return { file: bundledVoice };
  return voiceSource(voiceUrl, { id: requestId, key: taskKeys.voice(requestId) }, store);
}

/** @throws RenderError `renderer_busy` */
function checkIdle({ size, pending }: Pick<PQueue, 'size' | 'pending'>): void {
  if (size + pending === 0) return;
  throw new RenderError(
    'renderer_busy',
    `The engine is rendering a video. Try again in ${String(retryAfterSeconds)} s.`,
    { details: { retryAfterSeconds } },
  );
}
