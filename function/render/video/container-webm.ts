import type { OutputFormat } from './output-format.js';
import { alphaPlane } from './alpha-plane.js';

/** Bits per second of the Opus track: transparent for speech, in stereo too. */
const soundBitrate = '128k';

/** Of libvpx: the fastest that is still as good per byte as x264's `veryfast`. */
const speed = '4';

/** VP9's quantizer scale is longer than H.264's: 63 steps instead of 51. */
const quantizerScale = 63 / 51;

/** A thread for each tile of 256 columns or more; the bytes do not depend on their number, as they would with row-mt. */
const maxThreads = 4;

/**
 * Samples that Opus decodes before the first one of the sound. ffmpeg's muxer adds them to the pictures'
 * times; sound that begins later by as much begins with them.
 */
const opusDelaySamples = 312;

/**
 * VP9 and Opus in WebM. Alpha is a second VP9 picture beside each one, which excludes alternate references.
 * XMP has no place in Matroska's specification: it is a tag of that name, which exiftool reads.
 */
export const webmOutput: OutputFormat = {
  encoders: ['libvpx-vp9', 'libopus'],
  alphaFilters: `${alphaPlane},lutyuv=y=val:u=val:v=val:a=(val-16)*255/219+0.5`,
  soundFilters: `aformat=channel_layouts=stereo|mono,aresample=48000,asetpts=PTS+${String(opusDelaySamples)}`,
  soundOptions: ['-c:a', 'libopus', '-b:a', soundBitrate],

  pictureOptions({ settings: { VIDEO_CRF, THREADS }, hasAlpha }) {
    return [
      ...['-c:v', 'libvpx-vp9', '-crf', String(Math.round(VIDEO_CRF * quantizerScale)), '-b:v', '0'],
      ...['-deadline', 'good', '-cpu-used', speed],
      ...['-threads', String(Math.min(maxThreads, THREADS))],
      ...(hasAlpha ? ['-auto-alt-ref', '0', '-metadata:s:v:0', 'alpha_mode=1'] : []),
      ...['-pix_fmt', hasAlpha ? 'yuva420p' : 'yuv420p'],
    ];
  },

  // Without bitexact, the ids of tracks are random, and equal requests would give other bytes.
  fileOptions(file, xmp) {
    const mark = xmp === undefined ? [] : ['-metadata', `XMP=${xmp}`];
    return [...mark, '-fflags', '+bitexact', '-cues_to_front', '1', '-f', 'webm', file];
  },
};
