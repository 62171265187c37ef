import { restrictedInput } from './restricted-input.js';

/**
 * Fills gaps in a recording, and a late start, with silence, as players do. The soundtrack and the
 * samples for the network both go through this filter; otherwise lips and sound would drift apart.
 */
export const fillGaps = 'aresample=async=1:first_pts=0';

/**
 * ffmpeg's arguments to decode the first audio track of a file to float32 samples on standard output.
 * @param filter ffmpeg's audio filters
 */
export function decodeArguments(
  voiceFile: string,
  { filter, channels, rateHz }: { filter: string; channels: number; rateHz: number },
): string[] {
  return [
    ...restrictedInput,
    ...['-i', voiceFile, '-map', '0:a:0', '-af', filter],
    ...['-ac', String(channels), '-ar', String(rateHz), '-f', 'f32le', 'pipe:1'],
  ];
}
