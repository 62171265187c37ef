import { toRenderError } from '../../../../errors/render-error.js';
import { restrictedInput } from './restricted-input.js';
import type { Ffmpeg } from '../../ffmpeg/ffmpeg.js';

/**
 * The kinds of the streams in a file, as named by ffmpeg's `streamhash`: a, v, s; none if it is
 * unreadable.
 */
export async function streamKinds(ffmpeg: Ffmpeg, file: string, signal: AbortSignal): Promise<string[]> {
  const chunks: Uint8Array[] = [];
  const hash = ['-map', '0', '-c', 'copy', '-f', 'streamhash', 'pipe:1'];
  try {
    await ffmpeg.run([...restrictedInput, '-t', '1', '-i', file, ...hash], {
      signal,
      async consume(output) {
        for await (const bytes of output) chunks.push(bytes);
      },
    });
  } catch (error) {
    if (toRenderError(error).code !== 'ffmpeg_failed') throw error;
  }
  const lines = Buffer.concat(chunks).toString('utf8').split('\n');
  return lines.flatMap((line) => /^\d+,(\w),/.exec(line)?.[1] ?? []);
}
