import { stat } from 'node:fs/promises';
import { RenderError } from '../../../errors/render-error.js';
import { boxesFillFile } from '../media/mp4-boxes.js';

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
  readonly width: number;
  readonly height: number;
  readonly frames: number;
  readonly fps: number;
  readonly voiceSeconds: number;
}

/**
 * Checks the finished file before it is published: both tracks, every frame, the durations.
 * @throws RenderError `video_broken`, naming the property that is wrong
 */
export async function probeVideo(file: string, expected: ExpectedVideo): Promise<ProbedVideo> {
  const facts = await readFacts(file);
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

async function readFacts(file: string): Promise<ProbedVideo> {
  // This module is large and only needed after the last frame; the first frame must not wait for it.
  const { FilePathSource, Input, MP4 } = await import('mediabunny');
  const input = new Input({ source: new FilePathSource(file), formats: [MP4] });
  try {
    const video = await input.getPrimaryVideoTrack();
    const sound = await input.getPrimaryAudioTrack();
    const codecs = [(await video?.getCodec()) ?? 'none', (await sound?.getCodec()) ?? 'none'];
    if (!video || !sound || codecs[0] !== 'avc' || codecs[1] !== 'aac') {
      throw new RenderError(
        'video_broken',
        `The video has the tracks ${codecs.join(' and ')}; expected H.264 and AAC.`,
      );
    }
    if (!(await boxesFillFile(file))) {
      throw new RenderError('video_broken', 'The video ends before the end of its index.');
    }
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
