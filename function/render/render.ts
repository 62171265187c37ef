import path from 'node:path';
import type { Settings } from '../../config/settings.js';
import { defaultVideoFormat } from '../../domain/video-format.js';
import type { VideoForm } from '../../domain/video-form.js';
import type { PortraitWarningCode } from '../../domain/portrait-warnings.js';
import type { Avatar } from './portrait/avatar.js';
import { loadPortrait, type PortraitSettings } from './portrait/load-portrait.js';
import type { Portrait } from './portrait/portrait.js';
import type { Mark } from './mark/mark.js';
import { mattePortrait } from './matte-portrait.js';
import { markVideo } from './mark/mark-video.js';
import { xmpBox } from './mark/xmp/xmp-box.js';
import { renderFrames } from './frame-stream.js';
import { presentFrames } from './present-frames.js';
import { keepPoses } from './stacked-frames.js';
import { checkMouthStrength } from './render-frame.js';
import type { MotionStrengths } from '../../domain/motion-presets.js';
import { withCompositor, type Compositor } from './compose/compositor.js';
import { planPortraitMotion } from './plan-portrait-motion.js';
import type { RenderProgress, RenderStage } from './render-progress.js';
import { StageTimer } from './stage-timer.js';
import { checkFormat } from './video/check-format.js';
import type { VideoEncoder, VideoSettings } from './video/choose-encoder.js';
import { encodeVideo } from './video/encode.js';
import { probeVideo, type ProbedVideo } from './video/probe.js';
import type { StreamSink } from './video/stream-sink.js';
import { frameCount } from './voice/features/mel-windows.js';
import { prepareMel, sampleRateHz } from './voice/features/mel.js';
import { loadVoice, type VoiceSettings, type VoiceSource } from './voice/voice.js';
import type { Wav2LipEngine } from './inference/engine.js';
import type { SmallNetworks } from './inference/small-networks.js';
import type { Ffmpeg } from './ffmpeg/ffmpeg.js';

/** What to render. */
export interface RenderRequest {
  readonly avatar: Avatar;
  readonly voice: VoiceSource;
  readonly fps: number;
  /** 0..2: how far the mouth moves, relative to what the voice asks for; 1 by default. */
  readonly mouthStrength?: number | undefined;
  /** How the portrait moves; without it only the mouth does. */
  readonly motion?: MotionStrengths | undefined;
  /** The same seed gives the same motion; empty by default. */
  readonly seed?: string | undefined;
  /** The container, the part of the portrait that is shown, and what is behind it; an MP4 of all of it by default. */
  readonly form?: VideoForm | undefined;
  /** Receives the video while it is encoded. */
  readonly stream?: StreamSink | undefined;
}

/** The settings that a render reads. */
export type RenderSettings = PortraitSettings &
  VoiceSettings &
  VideoSettings &
  Pick<Settings, 'REST_IN_SILENCE' | 'VOICE_WINDOW_LEAD_MS'>;

/** What every render needs besides its request. */
export interface RenderEngine {
  readonly engine: Wav2LipEngine;
  readonly networks: SmallNetworks;
  readonly ffmpeg: Ffmpeg;
  readonly settings: RenderSettings;
  /** The default is x264. */
  readonly encoder?: VideoEncoder;
  /** Without it, the video is not marked. */
  readonly mark?: Mark;
}

export interface RenderResult extends ProbedVideo {
  readonly seconds: Readonly<Record<RenderStage | 'total', number>>;
  /** Why the portrait may speak poorly. */
  readonly warnings?: readonly PortraitWarningCode[];
}

/** Where a render writes, whom it reports to, and what ends it. */
export interface RenderRun {
  /** Folder of all files. */
  readonly scratch: string;
  readonly report: (progress: RenderProgress) => void;
  readonly signal: AbortSignal;
}

/**
 * Renders a video: loads the voice, prepares the portrait, computes a mouth for every frame while
 * ffmpeg encodes, and checks the result. All files are written to `scratch`.
 * @returns the properties of the video, and its file
 * @throws RenderError; the reason of the abort
 */
export function render(
  job: RenderRequest,
  context: RenderEngine,
  run: RenderRun,
): Promise<RenderResult & { file: string }> {
  run.signal.throwIfAborted();
  const draw = (compositor: Compositor) => renderWith(job, context, { ...run, compositor });
  return withCompositor(run.signal, draw, { cacheFolder: context.settings.CACHE_DIR });
}

async function renderWith(
  job: RenderRequest,
  { engine, networks, ffmpeg, settings, encoder = 'x264', mark }: RenderEngine,
  { scratch, compositor, report, signal }: RenderRun & { readonly compositor: Compositor },
): Promise<RenderResult & { file: string }> {
  const timer = new StageTimer<RenderStage>();
  const { format = defaultVideoFormat } = job.form ?? {};
  await checkFormat(format, ffmpeg, mark, signal);
  const mouthStrength = checkMouthStrength(job.mouthStrength, engine);

  report({ stage: 'voice', framesDone: 0, frames: undefined });
  // The portrait is prepared while the voice loads; an error of the voice is reported first.
  const preparing = preparePortraitOnEngine(job, { engine, networks, settings }, signal);
  preparing.catch(() => undefined);
  prepareMel().catch(() => undefined);
  const voice = await loadVoice(job.voice, scratch, { ffmpeg, settings }, signal).catch(
    async (error: unknown) => {
      // The engine must not switch to this portrait after it has switched to the next job's.
      await Promise.allSettled([preparing]);
      throw error;
    },
  );
  const frames = frameCount(voice.sampleCount, sampleRateHz, job.fps);
  timer.lap('voice');

  report({ stage: 'portrait', framesDone: 0, frames });
  const portrait = await preparing;
  signal.throwIfAborted();
  const motion = await planPortraitMotion(engine, portrait, voice, { ...job, frames });
  const scene = { ...motion.scene, picture: portrait.cutOut?.color ?? motion.scene.picture };
  const { region, planes, lacksEyes } = await compositor.prepare(scene);
  timer.lap('portrait');

  const { poses, kept } = keepPoses(motion.poses, portrait.cutOut !== undefined);
  const timing = { frames, fps: job.fps };
  const drawn = renderFrames(engine, compositor, voice, { ...timing, mouthStrength, poses, settings });
  const counted = countItems(drawn, (framesDone) => {
    report({ stage: 'wav2lip', framesDone, frames });
    if (framesDone === frames) timer.lap('wav2lip');
  });
  const { width, height } = portrait.picture;
  const picture = { width, height, planes };
  const jawOf = (frame: Uint8Array) => compositor.jawOf(frame);
  const color = { picture, region, frames: counted, scene, jawOf };
  const shown = presentFrames(color, portrait, kept, { signal, cacheFolder: settings.CACHE_DIR });

  const file = path.join(scratch, `video.${format}`);
  const streamMark = mark?.xmp === undefined ? undefined : xmpBox(mark.xmp);
  const stream = job.stream && { sink: job.stream, mark: streamMark };
  const target = { ...timing, scratch, file, format, settings, encoder, xmp: mark?.xmp, stream };
  const encoded = await encodeVideo(ffmpeg, { ...shown, sound: voice.sound }, target, signal);

  report({ stage: 'video', framesDone: frames, frames });
  if (mark) {
    const voiceFile = path.join(scratch, 'voice');
    await markVideo({ file, format }, mark, { portrait: job.avatar.bytes, voiceFile }, signal);
  }
  const voiceSeconds = voice.durationSeconds;
  const facts = await probeVideo(file, { ...encoded, ...timing, format, voiceSeconds });
  await job.stream?.end();
  timer.lap('video');

  const warnings = [...(portrait.face.warnings ?? [])];
  if (motion.lacksEyes || lacksEyes) warnings.push('eyes_not_found');
  return { ...facts, file, seconds: secondsOf(timer), ...(warnings.length > 0 && { warnings }) };
}

function secondsOf(timer: StageTimer<RenderStage>): RenderResult['seconds'] {
  return {
    voice: timer.seconds('voice'),
    portrait: timer.seconds('portrait'),
    wav2lip: timer.seconds('wav2lip'),
    video: timer.seconds('video'),
    total: timer.total(),
  };
}

async function preparePortraitOnEngine(
  { avatar: stored, form = {} }: Pick<RenderRequest, 'avatar' | 'form'>,
  { engine, networks, settings }: Pick<RenderEngine, 'engine' | 'networks' | 'settings'>,
  signal: AbortSignal,
): Promise<Portrait> {
  const { examineFaces } = networks;
  const run = engine.runNetwork.bind(engine);
  const matting = { settings, examineFaces, run, signal };
  const { avatar, shape } = await mattePortrait({ avatar: stored, shape: form }, matting);
  const portrait = await loadPortrait(avatar, settings, examineFaces, { signal, shape });
  signal.throwIfAborted();
  await engine.setPortrait(portrait.tensors);
  return portrait;
}

async function* countItems<T>(items: AsyncIterable<T>, count: (done: number) => void): AsyncGenerator<T> {
  let done = 0;
  for await (const item of items) {
    yield item;
    count(++done);
  }
}
