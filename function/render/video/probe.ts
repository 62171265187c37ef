import { stat } from 'node:fs/promises';
import { defaultVideoFormat, type VideoFormat } from '../../../domain/video-format.js';
import { RenderError } from '../../../errors/render-error.js';
import { boxesFillFile } from '../media/mp4-boxes.js';
import { segmentFillsFile } from '../media/webm-segment.js';

/** The properties of a finished video. */
export interface ProbedVideo {
  readonly width: number;
  readonly height: number;
  readonly frames: number;
  readonly fps: number;
  readonly durationSeconds: number;
  readonly soundSeconds: number;
  readonly bytes: number;
}

export interface ExpectedVideo {
  /** The default is mp4. */
  readonly format?: VideoFormat;
  readonly hasAlpha?: boolean;
  readonly width: number;
  readonly height: number;
  readonly frames: number;
  readonly fps: number;
  readonly voiceSeconds: number;
}

/** The codecs of each format. */
const codecs = {
  mp4: { video: 'avc', sound: 'aac', names: 'H.264 and AAC' },
  webm: { video: 'vp9', sound: 'opus', names: 'VP9 and Opus' },
  mov: { video: 'prores', sound: 'pcm-s16', names: 'ProRes 4444 and PCM' },
} as const satisfies Record<VideoFormat, unknown>;

/**
 * Checks the finished file before it is published: both tracks, every frame, the durations.
 * @throws RenderError `video_broken`, naming the property that is wrong
 */
export async function probeVideo(file: string, expected: ExpectedVideo): Promise<ProbedVideo> {
  const { format = defaultVideoFormat, hasAlpha = false } = expected;
  const facts = await readFacts(file, format, hasAlpha);
  const frameSeconds = 1 / expected.fps;
  const checks: [name: string, found: number, wanted: number, tolerance: number][] = [
    ['width', facts.width, expected.width, 0],
    ['height', facts.height, expected.height, 0],
    ['frames', facts.frames, expected.frames, 0],
    ['video seconds', facts.durationSeconds, expected.frames * frameSeconds, frameSeconds / 2],
    ['sound seconds', facts.soundSeconds, expected.voiceSeconds, Math.max(frameSeconds, 0.05)],
  ];
  for (const [name, found, wanted, tolerance] of checks) {
    if (Math.abs(found - wanted) <= tolerance) continue;
    throw new RenderError(
      'video_broken',
      `The video has ${name} ${String(found)}; expected ${String(wanted)}.`,
      {
        details: { name, found, wanted },
      },
    );
  }
  return facts;
}

async function readFacts(file: string, format: VideoFormat, hasAlpha: boolean): Promise<ProbedVideo> {
  // This module is large and only needed after the last frame; the first frame must not wait for it.
  const { FilePathSource, Input, MP4, QTFF, WEBM } = await import('mediabunny');
  const formats = { mp4: [MP4], webm: [WEBM], mov: [QTFF] }[format];
  const input = new Input({ source: new FilePathSource(file), formats });
  try {
    const video = await input.getPrimaryVideoTrack();
    const sound = await input.getPrimaryAudioTrack();
    const found = [(await video?.getCodec()) ?? 'none', (await sound?.getCodec()) ?? 'none'];
    const expected = codecs[format];
    if (!video || !sound || found[0] !== expected.video || found[1] !== expected.sound) {
      throw broken(`The video has the tracks ${found.join(' and ')}; expected ${expected.names}.`);
    }
    if (format === 'webm' && hasAlpha && !(await video.canBeTransparent()))
      throw broken('The video has no alpha.');
    if (!(await (format === 'webm' ? segmentFillsFile(file) : boxesFillFile(file))))
      throw broken('The video ends before the end of its index.');
    const packets = await video.computePacketStats();
    return {
      width: await video.getCodedWidth(),
      height: await video.getCodedHeight(),
      frames: packets.packetCount,
      fps: packets.averagePacketRate,
      durationSeconds: await video.computeDuration(),
      soundSeconds: await sound.computeDuration(),
      bytes: (await stat(file)).size,
    };
  } catch (error) {
    if (error instanceof RenderError) throw error;
    throw new RenderError('video_broken', 'The video cannot be read back.', { cause: error });
  } finally {
    input.dispose();
  }
}

function broken(message: string): RenderError {
  return new RenderError('video_broken', message);
}
