import type { Settings } from '../../../config/settings.js';
import { RenderError } from '../../../errors/render-error.js';
import { GpuProbe } from '../gpu/gpu-probe.js';

/** What encodes the video. */
export type VideoEncoder = 'x264' | 'nvenc';

const encodingLibrary = 'libnvidia-encode.so.1';
/** A card that does not encode one black frame by then does not encode. */
const trialMs = 10_000;

/**
 * Finds out what encodes: an NVIDIA card where the machine has one and ffmpeg can use it, else x264.
 * Without a card no process is started to ask.
 * @throws RenderError `encoder_unavailable` where the card was asked for and does not encode
 */
export async function chooseEncoder(
  { VIDEO_ENCODER: asked }: Pick<Settings, 'VIDEO_ENCODER'>,
  ffmpeg: string,
  machine = new GpuProbe(),
): Promise<VideoEncoder> {
  if (asked === 'x264') return 'x264';
  const why = await nvencTrouble(ffmpeg, machine);
  if (why === undefined) return 'nvenc';
  if (asked === 'auto') return 'x264';
  throw new RenderError('encoder_unavailable', `VIDEO_ENCODER is nvenc, which is not to be had: ${why}`, {
    details: { encoder: asked },
  });
}

/** @returns what is missing; undefined where the card encodes */
async function nvencTrouble(ffmpeg: string, machine: GpuProbe): Promise<string | undefined> {
  if (!(await machine.hasNvidiaDevice())) {
    return 'there is no NVIDIA card; start a container with --gpus all';
  }
  if (!(await machine.hasLibrary(encodingLibrary))) {
    return (
      `the driver's encoding library (${encodingLibrary}) was not found; ` +
      'in a container NVIDIA_DRIVER_CAPABILITIES must hold video'
    );
  }
  try {
    // What runs it need not be loaded where there is no card, as on most starts.
    const { runFfmpeg } = await import('../ffmpeg/run.js');
    const frame = ['-f', 'lavfi', '-i', 'color=black:size=256x256:rate=25:duration=0.04'];
    await runFfmpeg(ffmpeg, [...frame, '-c:v', 'h264_nvenc', '-f', 'null', '-'], {
      signal: AbortSignal.timeout(trialMs),
    });
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/**
 * ffmpeg's options for an encoder. The quality that x264 takes as its rate factor is close to what
 * NVENC takes as its constant quality.
 */
export function encoderOptions(
  encoder: VideoEncoder,
  { VIDEO_PRESET, VIDEO_CRF }: Pick<Settings, 'VIDEO_PRESET' | 'VIDEO_CRF'>,
): readonly string[] {
  const quality = String(VIDEO_CRF);
  if (encoder === 'nvenc') {
    return ['-c:v', 'h264_nvenc', '-preset', 'p4', '-rc', 'vbr', '-cq', quality, '-b:v', '0'];
  }
  return ['-c:v', 'libx264', '-preset', VIDEO_PRESET, '-crf', quality];
}
