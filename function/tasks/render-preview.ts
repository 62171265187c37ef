import path from 'node:path';
import sharp from 'sharp';
import { packageRoot } from '../../config/package-root.js';
import { RenderError } from '../../errors/render-error.js';
import { taskOutcome, type Envelope, type ServiceEvent } from '../../events/contract/events.js';
import { taskKeys } from '../../events/status/task.js';
import type { Store } from '../../storage/store.js';
import type { FunctionContext } from '../jobs/handle-request.js';
import { loadAvatar } from '../render/portrait/avatar.js';
import type { Portrait } from '../render/portrait/portrait.js';
import { loadPortrait } from '../render/render.js';
import { withScratchDir } from '../render/scratch-dir.js';
import { loudnessPerSecond } from '../render/voice/loudness.js';
import { frameCount, melWindows } from '../render/voice/mel-windows.js';
import { readMelColumns, sampleRateHz } from '../render/voice/mel.js';
import { readSamples } from '../render/voice/samples.js';
import { loadVoice, type Voice, type VoiceSource } from '../render/voice/voice.js';

const fps = 25;
/** Where no voice is given, the mouth opens as for this one. */
const bundledVoice = path.join(packageRoot, 'voices', 'hello.flac');

/**
 * Renders the frame of the voice's loudest moment, where the mouth is widest.
 * @throws RenderError `avatar_not_found`, `portrait_*`, `face_*`, `voice_*`
 */
export async function renderPreview(
  { data }: ServiceEvent<'preview.requested'>,
  { store, catalogue, renderer, queue }: FunctionContext,
  envelope: Envelope,
  signal: AbortSignal,
): Promise<ServiceEvent<'preview.completed'>> {
  const { requestId, avatarId, voiceUrl } = data;
  const { engine, ffmpeg, settings } = renderer;
  const portrait = await loadPortrait(await loadAvatar(catalogue, avatarId), settings);
  const mel = await withScratchDir(async (scratch) => {
    const voice = await loadVoice(voiceSource(voiceUrl, requestId, store), scratch, ffmpeg, settings, signal);
    return loudestWindow(voice);
  });
  const patch = await queue.run(async () => {
    await engine.setPortrait({ ...portrait, ...portrait.patch });
    return engine.renderFrames(mel, Float32Array.of(1));
  });
  await store.put(taskKeys.image(requestId), await drawFrame(portrait, patch), { contentType: 'image/png' });
  return taskOutcome('preview.completed', { requestId, avatarId }, envelope);
}

async function loudestWindow(voice: Voice): Promise<Float32Array> {
  const level = voice.loudness.reduce((most, value) => Math.max(most, value), 0);
  const loudest = voice.loudness.indexOf(level);
  const wanted = Math.max(0, Math.floor((loudest / loudnessPerSecond - 0.1) * fps));
  const frames = frameCount(voice.sampleCount, sampleRateHz, fps);
  let frame = 0;
  for await (const window of melWindows(readMelColumns(readSamples(voice.samplesFile)), frames, fps)) {
    if (frame++ >= Math.min(wanted, frames - 1)) return window;
  }
  throw new RenderError('voice_too_short', 'the voice has no frame');
}

function drawFrame({ picture, patch }: Portrait, pixels: Uint8Array): Promise<Buffer> {
  const { width, height, rgb } = picture;
  const raw = { width: patch.width, height: patch.height, channels: 3 as const };
  return sharp(rgb, { raw: { width, height, channels: 3 }, limitInputPixels: false })
    .composite([{ input: Buffer.from(pixels), raw, left: patch.x, top: patch.y }])
    .png()
    .toBuffer();
}

function voiceSource(voiceUrl: string | undefined, requestId: string, store: Store): VoiceSource {
  if (voiceUrl === undefined) return { file: bundledVoice };
  if (!voiceUrl.startsWith('upload:')) return { url: new URL(voiceUrl) };
  return {
    async upload() {
      const object =
        voiceUrl === `upload:${requestId}` ? await store.get(taskKeys.voice(requestId)) : undefined;
      if (!object) throw new RenderError('voice_not_found', 'the uploaded voice is not there any more');
      return object.body;
    },
  };
}
