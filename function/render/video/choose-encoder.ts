import type { Settings } from '../../../config/settings.js';
import { RenderError } from '../../../errors/render-error.js';
import { GpuProbe } from '../gpu/gpu-probe.js';
import type { Ffmpeg } from '../ffmpeg/ffmpeg.js';
import { fragmentStarts } from './fragment-plan.js';

/** The settings that the encoding reads. */
export type VideoSettings = Pick<Settings, 'VIDEO_PRESET' | 'VIDEO_CRF' | 'THREADS'>;

/** The encoder of the video. */
export type VideoEncoder = 'x264' | 'nvenc';

const encodingLibrary = 'libnvidia-encode.so.1';
/** A GPU that does not encode one black frame in this time is considered unable to encode. */
const trialMs = 10_000;

/**
 * Chooses the encoder: NVENC if the machine has an NVIDIA GPU that ffmpeg can use, x264 otherwise.
 * Without a GPU no process is started.
 * @throws RenderError `encoder_unavailable` if NVENC was requested and cannot be used
 */
export async function chooseEncoder(
  { VIDEO_ENCODER: setting }: Pick<Settings, 'VIDEO_ENCODER'>,
  ffmpeg: Ffmpeg,
  probe = new GpuProbe(),
): Promise<VideoEncoder> {
  if (setting === 'x264') return 'x264';
  const reason = await nvencUnavailableReason(ffmpeg, probe);
  if (reason === undefined) return 'nvenc';
  if (setting === 'auto') return 'x264';
  throw new RenderError('encoder_unavailable', `VIDEO_ENCODER=nvenc is unavailable: ${reason}`, {
    details: { encoder: setting },
  });
}

/** @returns what is missing; undefined if the GPU can encode */
async function nvencUnavailableReason(ffmpeg: Ffmpeg, probe: GpuProbe): Promise<string | undefined> {
  if (!(await probe.hasNvidiaDevice())) {
    return 'there is no NVIDIA GPU. Start containers with --gpus all';
  }
  if (!(await probe.hasLibrary(encodingLibrary))) {
    return (
      `the driver's encoding library (${encodingLibrary}) was not found. ` +
      'In a container, NVIDIA_DRIVER_CAPABILITIES must contain video'
    );
  }
  try {
    const frame = ['-f', 'lavfi', '-i', 'color=black:size=256x256:rate=25:duration=0.04'];
    await ffmpeg.run([...frame, '-c:v', 'h264_nvenc', '-f', 'null', '-'], {
      signal: AbortSignal.timeout(trialMs),
    });
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** With more threads, x264 would write other bytes. */
const maxThreads = 4;

/**
 * Same bytes from any number of threads: what moves farther than this between two frames, in pixels, is
 * out of reach for some threads, and x264 notes their number in the stream.
 */
const sameBytes = 'mvrange=16';
/** Rows of a picture for each thread: with fewer, one waits for rows that motion might point to. */
const minThreadRows = 96;

/**
 * What pays for a head that moves a little in every frame, relative to the preset `veryfast`: a third less
 * CPU time and 5 % fewer bytes for 0.02 dB. Other presets stay as they are.
 */
const forMovingHeads = ['b-adapt=0', 'me=dia', 'subme=1', 'partitions=none'] as const;

/**
 * For a streamed video: a frame leaves the encoder 9 frames after it was drawn instead of 18, and key frames,
 * of which there are many, are little better than the others.
 */
const forStreams = ['rc-lookahead=5', 'sync-lookahead=0', 'ipratio=1.1'] as const;

/** What of a video its encoding depends on. */
interface EncodedForm {
  /** Pixels. */
  readonly height: number;
  readonly isStreamed?: boolean;
}

/**
 * ffmpeg's options for an encoder. x264's rate factor and NVENC's constant quality give similar
 * quality for the same value.
 */
export function encoderOptions(
  encoder: VideoEncoder,
  { VIDEO_PRESET, VIDEO_CRF, THREADS }: VideoSettings,
  { height, isStreamed = false }: EncodedForm,
): readonly string[] {
  const quality = String(VIDEO_CRF);
  if (encoder === 'nvenc') {
    return ['-c:v', 'h264_nvenc', '-preset', 'p4', '-rc', 'vbr', '-cq', quality, '-b:v', '0'];
  }
  const threads = Math.max(1, Math.min(maxThreads, THREADS, Math.floor(height / minThreadRows)));
  const parameters = [
    ...[sameBytes, ...(VIDEO_PRESET === 'veryfast' ? forMovingHeads : [])],
    ...(isStreamed ? forStreams : []),
  ].join(':');
  return [
    ...['-c:v', 'libx264', '-preset', VIDEO_PRESET, '-crf', quality, '-threads', String(threads)],
    ...['-x264-params', parameters, '-bsf:v', 'filter_units=remove_types=6'],
  ];
}

/** ffmpeg's options for key frames where the fragments of a stream begin, and nowhere else. */
export function keyFrameOptions(encoder: VideoEncoder, fps: number): readonly string[] {
  const noOthers = encoder === 'nvenc' ? ['-no-scenecut', '1', '-forced-idr', '1'] : ['-sc_threshold', '0'];
  return ['-force_key_frames', `expr:${fragmentStarts(fps)}`, ...noOthers];
}
