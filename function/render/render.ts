import path from 'node:path';
import type { Settings } from '../../config/settings.js';
import type { Avatar } from './portrait/avatar.js';
import { knownFace } from './portrait/known-faces.js';
import { liesInside } from './portrait/find-face.js';
import { fitVideo } from './portrait/fit-video.js';
import { decodePicture, type PictureLimits } from './portrait/decode-picture.js';
import { preparePortrait, type Portrait } from './portrait/portrait.js';
import { speak } from './frame-stream.js';
import { Stopwatch } from './stage-timer.js';
import type { VideoEncoder } from './video/choose-encoder.js';
import { encodeVideo } from './video/encode.js';
import { probeVideo, type VideoFacts } from './video/probe.js';
import { frameCount } from './voice/mel-windows.js';
import { prepareMel, sampleRateHz } from './voice/mel.js';
import { takeVoice, type VoiceSource } from './voice/voice.js';
import type { MouthEngine } from './wav2lip/engine.js';

/** What is to be rendered. */
export interface RenderJob {
  readonly avatar: Avatar;
  readonly voice: VoiceSource;
  readonly fps: number;
}

/** What a render works with, besides the job. */
export interface RenderTools {
  readonly engine: MouthEngine;
  readonly ffmpeg: string;
  readonly settings: Settings;
  /** Else x264. */
  readonly encoder?: VideoEncoder;
}

export type RenderStage = 'voice' | 'portrait' | 'wav2lip' | 'video';

/** How far a render has come; frames are known once the voice is there. */
export interface Progress {
  readonly stage: RenderStage;
  readonly framesDone: number;
  readonly frames: number | undefined;
}

export interface RenderResult extends VideoFacts {
  readonly seconds: Readonly<Record<RenderStage | 'total', number>>;
}

/**
 * Makes the video: takes the voice, makes the portrait ready, computes a mouth for every frame
 * while they are encoded, and looks at the result. Everything is written below `scratch`.
 * @returns what the video in `scratch/video.mp4` is
 * @throws RenderError; the reason of the abort
 */
export async function render(
  job: RenderJob,
  { engine, ffmpeg, settings, encoder = 'x264' }: RenderTools,
  scratch: string,
  report: (progress: Progress) => void,
  signal: AbortSignal,
): Promise<RenderResult & { file: string }> {
  const watch = new Stopwatch<RenderStage>();

  report({ stage: 'voice', framesDone: 0, frames: undefined });
  // Made ready while the voice is on its way; what is wrong with it is heard of after the voice.
  const preparing = showPortrait(job.avatar, engine, settings, signal);
  preparing.catch(() => undefined);
  prepareMel().catch(() => undefined);
  const voice = await takeVoice(job.voice, scratch, ffmpeg, settings, signal).catch(
    async (error: unknown) => {
      // The engine must not turn to this portrait when it has turned to the next job's.
      await Promise.allSettled([preparing]);
      throw error;
    },
  );
  const frames = frameCount(voice.sampleCount, sampleRateHz, job.fps);
  watch.lap('voice');

  report({ stage: 'portrait', framesDone: 0, frames });
  const portrait = await preparing;
  signal.throwIfAborted();
  watch.lap('portrait');

  const file = path.join(scratch, 'video.mp4');
  const counted = counting(
    speak(engine, portrait, voice, { frames, fps: job.fps }, settings),
    (framesDone) => {
      report({ stage: 'wav2lip', framesDone, frames });
      if (framesDone === frames) watch.lap('wav2lip');
    },
  );
  await encodeVideo(
    ffmpeg,
    portrait,
    counted,
    voice.sound,
    { frames, fps: job.fps, scratch, file, settings, encoder },
    signal,
  );

  report({ stage: 'video', framesDone: frames, frames });
  const { width, height } = portrait.picture;
  const expected = { width, height, frames, fps: job.fps, voiceSeconds: voice.durationSeconds };
  const facts = await probeVideo(file, expected);
  watch.lap('video');

  const seconds = {
    voice: watch.seconds('voice'),
    portrait: watch.seconds('portrait'),
    wav2lip: watch.seconds('wav2lip'),
    video: watch.seconds('video'),
    total: watch.total(),
  };
  return { ...facts, file, seconds };
}

async function showPortrait(
  avatar: Avatar,
  engine: MouthEngine,
  settings: Settings,
  signal: AbortSignal,
): Promise<Portrait> {
  const portrait = await takePortrait(avatar, settings);
  signal.throwIfAborted();
  await engine.show({ ...portrait, ...portrait.patch });
  return portrait;
}

/**
 * Decodes an avatar's picture, finds its face, unless the catalogue or the cache knows it, and makes
 * both as large as the video.
 */
export async function takePortrait(avatar: Avatar, settings: Settings): Promise<Portrait> {
  const picture = await decodePicture(avatar.bytes, pictureLimits(settings));
  const noted = avatar.face && liesInside(avatar.face.box, picture) ? avatar.face : undefined;
  const face = noted ?? (await knownFace(avatar.bytes, picture, settings.CACHE_DIR));
  const shown = await fitVideo({ picture, face }, settings.VIDEO_MAX_SIDE);
  return preparePortrait(shown.picture, shown.face);
}

export function pictureLimits(
  settings: Pick<Settings, 'PORTRAIT_MAX_PIXELS' | 'PORTRAIT_BACKGROUND'>,
): PictureLimits {
  return { maxPixels: settings.PORTRAIT_MAX_PIXELS, background: settings.PORTRAIT_BACKGROUND };
}

async function* counting<T>(items: AsyncIterable<T>, count: (done: number) => void): AsyncGenerator<T> {
  let done = 0;
  for await (const item of items) {
    yield item;
    count(++done);
  }
}
