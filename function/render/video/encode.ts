import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { VideoFormat } from '../../../domain/video-format.js';
import type { Rectangle } from '../picture/geometry.js';
import type { YuvPicture } from '../picture/planes.js';
import type { Soundtrack } from '../voice/decode/soundtrack.js';
import type { VideoEncoder, VideoSettings } from './choose-encoder.js';
import { fileAndStreamOutput } from './container-mp4.js';
import { cutFragments } from './cut-fragments.js';
import { outputFormats } from './output-formats.js';
import type { StreamSink } from './stream-sink.js';
import type { Ffmpeg } from '../ffmpeg/ffmpeg.js';

/** Where the fragments of a video go while it is encoded. */
interface EncodedStream {
  readonly sink: Pick<StreamSink, 'start' | 'write'>;
  /** A box that is added to the initialization segment. */
  readonly mark?: Uint8Array | undefined;
}

/** What a video shows and plays. */
export interface VideoSource {
  readonly picture: YuvPicture;
  /** Whether the lower half of the picture is the alpha of the upper one. */
  readonly isStacked?: boolean;
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
  /** The default is an MP4, the only one that can be streamed. */
  readonly format?: VideoFormat;
  readonly settings: VideoSettings;
  /** Of an MP4; the default is x264. */
  readonly encoder?: VideoEncoder;
  /** An XMP packet for formats that have it among their metadata. */
  readonly xmp?: string | undefined;
  readonly stream?: EncodedStream | undefined;
}

/**
 * Encodes the video into `file`, with the index at the front: by default H.264 (yuv420p, BT.709), and AAC
 * from the decoded voice. Picture and frames come in the format of an MP4, so that nothing is converted:
 * ffmpeg places the part that changes on the picture. In other formats, the alpha below a stacked picture
 * becomes its alpha plane. With `stream`, the same encoded frames are also passed on in fragments.
 * @returns the size of the video, and whether the file has an alpha plane
 * @throws RenderError `ffmpeg_failed`; the reason of the abort; what `changes` throws
 */
export async function encodeVideo(
  ffmpeg: Ffmpeg,
  { picture, region, changes, sound, isStacked = false }: VideoSource,
  { frames, fps, scratch, file, settings, encoder = 'x264', stream, format = 'mp4', xmp }: VideoTarget,
  signal: AbortSignal,
): Promise<{ width: number; height: number; hasAlpha: boolean }> {
  const base = path.join(scratch, 'picture.yuv');
  await writeFile(base, picture.planes);
  const place = `x=${String(region.x)}:y=${String(region.y)}`;
  // As many pictures as frames. An endless loop would keep running if this process were killed before
  // the first frame.
  const repeats = String(frames - 1);
  const output = outputFormats[format];
  const hasAlpha = isStacked && output.alphaFilters !== undefined;
  const filters = [
    `[0:v]loop=loop=${repeats}:size=1[base]`,
    `[base][1:v]overlay=${place}:shortest=1:format=yuv420[${hasAlpha ? 'stacked' : 'video'}]`,
    ...(hasAlpha ? [`[stacked]${output.alphaFilters}[video]`] : []),
    `[2:a:0]${output.soundFilters}[voice]`,
  ];
  const { height } = picture;
  const isStreamed = stream !== undefined;
  const threads = String(settings.THREADS);
  const video = { width: picture.width, height: picture.height, fps, frames };
  await ffmpeg.run(
    [
      ...['-y', '-filter_complex_threads', threads],
      ...[...rawVideo(picture, fps), '-i', base],
      ...[...rawVideo(region, fps), '-i', 'pipe:0'],
      ...[...sound.inputOptions, '-i', sound.file],
      ...['-filter_complex', filters.join(';'), '-map', '[video]', '-map', '[voice]'],
      ...output.pictureOptions({ encoder, settings, height, fps, isStreamed, hasAlpha }),
      ...['-color_range', 'tv'],
      ...['-colorspace', 'bt709', '-color_primaries', 'bt709', '-color_trc', 'bt709'],
      ...output.soundOptions,
      ...['-map_metadata', '-1', ...(stream ? fileAndStreamOutput(file) : output.fileOptions(file, xmp))],
    ],
    stream
      ? { input: changes, consume: (output) => cutFragments(output, video, stream.sink, stream.mark), signal }
      : { input: changes, signal },
  );
  return { width: picture.width, height: hasAlpha ? height / 2 : height, hasAlpha };
}

function rawVideo({ width, height }: { width: number; height: number }, fps: number): string[] {
  return [
    ...['-f', 'rawvideo', '-threads', '1', '-pixel_format', 'yuv420p'],
    ...['-video_size', `${String(width)}x${String(height)}`, '-framerate', String(fps)],
  ];
}
