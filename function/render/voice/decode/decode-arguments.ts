import type { SoundFormat } from './decoded-packets.js';
import type { MediaPart } from './concatenated-files.js';
import { restrictedInput } from './restricted-input.js';

/**
 * ffmpeg's arguments to decode one audio track to float32 samples in Matroska on standard output, where
 * every packet has its time. ffmpeg rebuilds its filters where a track changes its rate or channels,
 * so they must not depend on what came before.
 * @param track the number among the audio tracks
 * @param format what to convert to; by default the track's own, as it begins
 */
export function decodeArguments(
  { file, inputOptions }: Pick<MediaPart, 'file' | 'inputOptions'>,
  track: number,
  format: SoundFormat | undefined,
): string[] {
  return [
    ...restrictedInput,
    ...[...inputOptions, '-i', file, '-map', `0:a:${String(track)}`],
    // The mean where channels become fewer; by default, ffmpeg makes stereo 3 dB louder.
    ...['-af', 'aresample=rematrix_maxval=1'],
    ...(format ? ['-ac', String(format.channels), '-ar', String(format.rateHz)] : []),
    ...['-map_metadata', '-1', '-c:a', 'pcm_f32le', '-f', 'matroska', 'pipe:1'],
  ];
}
