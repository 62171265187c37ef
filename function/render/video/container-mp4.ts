import { encoderOptions, keyFrameOptions } from './choose-encoder.js';
import type { OutputFormat } from './output-format.js';

/* What an MP4 needs of ffmpeg, whole and in fragments. */

/** Bits per second of the AAC track: transparent for speech, in stereo too. */
const soundBitrate = '160k';

/** A finished file has its index at the front. */
const fileFlags = '+faststart';

/**
 * A fragment begins with each key frame, and can be moved without the ones before it. The description is
 * written with the first one: only then are the delays of both encoders known, which it removes from the
 * timeline once, in its edit lists.
 */
const streamFlags = '+frag_keyframe+empty_moov+default_base_moof+delay_moov';

/** H.264 and AAC in MP4. It has no alpha plane, so that alpha stays below the color. */
export const mp4Output: OutputFormat = {
  encoders: [],
  soundFilters: 'aformat=channel_layouts=stereo|mono',
  soundOptions: ['-c:a', 'aac', '-b:a', soundBitrate],

  pictureOptions({ encoder, settings, height, fps, isStreamed }) {
    return [
      ...encoderOptions(encoder, settings, { height, isStreamed }),
      ...(isStreamed ? keyFrameOptions(encoder, fps) : []),
      ...['-pix_fmt', 'yuv420p'],
    ];
  },

  // Its XMP is appended when it is finished.
  fileOptions: (file) => ['-movflags', fileFlags, '-f', 'mp4', file],
};

/**
 * ffmpeg's options that write the same encoded pictures and sounds into a finished file, and in fragments to
 * standard output.
 */
export function fileAndStreamOutput(file: string): readonly string[] {
  const whole = `[f=mp4:movflags=${fileFlags}]${file.replace(/[\\'|]/g, '\\$&')}`;
  const fragments = `[f=mp4:movflags=${streamFlags}]pipe:1`;
  // The muxer that copies does not say by itself that its outputs want the parameter sets in their headers.
  return ['-flags:v', '+global_header', '-flags:a', '+global_header', '-f', 'tee', `${fragments}|${whole}`];
}
