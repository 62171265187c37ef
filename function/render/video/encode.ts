import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Settings } from '../../../config/settings.js';
import type { Portrait } from '../portrait/portrait.js';
import type { Soundtrack } from '../voice/decode/soundtrack.js';
import { encoderOptions, type VideoEncoder } from './choose-encoder.js';
import type { Ffmpeg } from '../ffmpeg/ffmpeg.js';

export type VideoSettings = Pick<Settings, 'VIDEO_PRESET' | 'VIDEO_CRF'>;

/** Bits per second of the AAC track: transparent for speech, in stereo too. */
const soundBitrate = '160k';

/**
 * Encodes the video into `file`: H.264 (yuv420p, BT.709) and AAC from the decoded voice, with the
 * index at the front. The picture is converted once. Each frame only adds its patch, which is
 * opaque and starts on even pixels, so that its chroma aligns with the picture's.
 * @param patch the part of the picture that changes, of even position and size
 * @param patches `[height, width, 3]` RGB, one for each frame; read no faster than they are encoded
 * @param target the number of patches (`frames`), and where everything goes
 * @throws RenderError `ffmpeg_failed`; the reason of the abort; what `patches` throws
 */
export async function encodeVideo(
  ffmpeg: Ffmpeg,
  { picture, patch }: Pick<Portrait, 'picture' | 'patch'>,
  patches: AsyncIterable<Uint8Array>,
  sound: Soundtrack,
  {
    frames,
    fps,
    scratch,
    file,
    settings,
    encoder = 'x264',
  }: {
    frames: number;
    fps: number;
    scratch: string;
    file: string;
    settings: VideoSettings;
    encoder?: VideoEncoder;
  },
  signal: AbortSignal,
): Promise<void> {
  const base = path.join(scratch, 'picture.rgb');
  await writeFile(base, picture.rgb);
  const toYuv = 'scale=out_color_matrix=bt709:out_range=tv,format=yuv420p';
  const place = `x=${String(patch.x)}:y=${String(patch.y)}`;
  // As many pictures as patches. An endless loop would keep running if this process were killed before
  // the first patch.
  const repeats = String(frames - 1);
  const filters = [
    `[0:v]${toYuv},loop=loop=${repeats}:size=1[base]`,
    `[1:v]${toYuv}[mouth]`,
    `[base][mouth]overlay=${place}:shortest=1:format=yuv420[video]`,
    '[2:a:0]aformat=channel_layouts=stereo|mono[voice]',
  ];
  await ffmpeg.run(
    [
      ...['-y', ...rawVideo(picture, fps), '-i', base],
      ...[...rawVideo(patch, fps), '-i', 'pipe:0'],
      ...[...sound.inputOptions, '-i', sound.file],
      ...['-filter_complex', filters.join(';'), '-map', '[video]', '-map', '[voice]'],
      ...encoderOptions(encoder, settings),
      ...['-pix_fmt', 'yuv420p', '-color_range', 'tv'],
      ...['-colorspace', 'bt709', '-color_primaries', 'bt709', '-color_trc', 'bt709'],
      ...['-c:a', 'aac', '-b:a', soundBitrate],
      ...['-map_metadata', '-1', '-movflags', '+faststart', '-f', 'mp4', file],
    ],
    { input: patches, signal },
  );
}

function rawVideo({ width, height }: { width: number; height: number }, fps: number): string[] {
  return [
    '-f',
    'rawvideo',
    '-pixel_format',
    'rgb24',
    '-video_size',
    `${String(width)}x${String(height)}`,
    '-framerate',
    String(fps),
  ];
}
