import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Settings } from '../../../config/settings.js';
import type { Rectangle } from '../picture/geometry.js';
import type { YuvPicture } from '../picture/planes.js';
import type { Soundtrack } from '../voice/decode/soundtrack.js';
import { encoderOptions, keyFrameOptions, type VideoEncoder } from './choose-encoder.js';
import { fileAndStreamOutput, fileOutput, soundOptions } from './container-mp4.js';
import { cutFragments } from './cut-fragments.js';
import type { StreamSink } from './stream-sink.js';
import type { Ffmpeg } from '../ffmpeg/ffmpeg.js';

export type VideoSettings = Pick<Settings, 'VIDEO_PRESET' | 'VIDEO_CRF' | 'THREADS'>;

/** Where the fragments of a video go while it is encoded. */
interface EncodedStream {
  readonly sink: Pick<StreamSink, 'start' | 'write'>;
  /** A box that is added to the initialization segment. */
  readonly mark?: Uint8Array | undefined;
}

/** What a video shows and plays. */
export interface VideoSource {
  readonly picture: YuvPicture;
  /** The part of the picture that changes, of even position and size. */
  readonly region: Rectangle;
  /** The region of each frame: Y, Cb, and Cr, 4:2:0; read no faster than they are encoded. */
  readonly changes: AsyncIterable<Uint8Array>;
  readonly sound: Soundtrack;
}

/** The form of a video, and where it goes. */
export interface VideoTarget {
  readonly frames: number;
  readonly fps: number;
  /** A folder for temporary files. */
  readonly scratch: string;
  readonly file: string;
  readonly settings: VideoSettings;
  /** The default is x264. */
  readonly encoder?: VideoEncoder;
  readonly stream?: EncodedStream | undefined;
}

/**
 * Encodes the video into `file`: H.264 (yuv420p, BT.709) and AAC from the decoded voice, with the
 * index at the front. Picture and frames come in the video's own format, so that nothing is converted:
 * ffmpeg places the part that changes on the picture. With `stream`, the same encoded frames are also
 * passed on in fragments.
 * @throws RenderError `ffmpeg_failed`; the reason of the abort; what `changes` throws
 */
export async function encodeVideo(
  ffmpeg: Ffmpeg,
  { picture, region, changes, sound }: VideoSource,
  { frames, fps, scratch, file, settings, encoder = 'x264', stream }: VideoTarget,
  signal: AbortSignal,
): Promise<void> {
  const base = path.join(scratch, 'picture.yuv');
  await writeFile(base, picture.planes);
  const place = `x=${String(region.x)}:y=${String(region.y)}`;
  // As many pictures as frames. An endless loop would keep running if this process were killed before
  // the first frame.
  const repeats = String(frames - 1);
  const filters = [
    `[0:v]loop=loop=${repeats}:size=1[base]`,
    `[base][1:v]overlay=${place}:shortest=1:format=yuv420[video]`,
    '[2:a:0]aformat=channel_layouts=stereo|mono[voice]',
  ];
  const threads = String(settings.THREADS);
  const video = { width: picture.width, height: picture.height, fps, frames };
  await ffmpeg.run(
    [
      ...['-y', '-filter_complex_threads', threads],
      ...[...rawVideo(picture, fps), '-i', base],
      ...[...rawVideo(region, fps), '-i', 'pipe:0'],
      ...[...sound.inputOptions, '-i', sound.file],
      ...['-filter_complex', filters.join(';'), '-map', '[video]', '-map', '[voice]'],
      ...encoderOptions(encoder, settings, { height: picture.height, isStreamed: stream !== undefined }),
      ...(stream ? keyFrameOptions(encoder, fps) : []),
      ...['-pix_fmt', 'yuv420p', '-color_range', 'tv'],
      ...['-colorspace', 'bt709', '-color_primaries', 'bt709', '-color_trc', 'bt709'],
      ...soundOptions,
      ...['-map_metadata', '-1', ...(stream ? fileAndStreamOutput(file) : fileOutput(file))],
    ],
    stream
      ? { input: changes, consume: (output) => cutFragments(output, video, stream.sink, stream.mark), signal }
      : { input: changes, signal },
  );
}

function rawVideo({ width, height }: { width: number; height: number }, fps: number): string[] {
  return [
    ...['-f', 'rawvideo', '-threads', '1', '-pixel_format', 'yuv420p'],
    ...['-video_size', `${String(width)}x${String(height)}`, '-framerate', String(fps)],
  ];
}
