import { stat } from 'node:fs/promises';
import { RenderError, toRenderError } from '../../../errors/render-error.js';
import { runFfmpeg } from '../ffmpeg/run.js';
import { restrictedInput } from './restricted-input.js';

/**
 * Determines what a failed run of ffmpeg says about the voice.
 * @returns RenderError `voice_silent_media` or `voice_unreadable`; the original error if the voice
 *   was not the cause
 */
export async function diagnoseDecode(
  thrown: unknown,
  ffmpeg: string,
  voiceFile: string,
  signal: AbortSignal,
): Promise<unknown> {
  const error = toRenderError(thrown);
  if (error.code !== 'ffmpeg_failed' || !isOpinion(error)) return thrown;
  const { size } = await stat(voiceFile);
  const kinds = await streamKinds(ffmpeg, voiceFile, signal);
  if (kinds.length > 0 && !kinds.includes('a')) {
    return new RenderError(
      'voice_silent_media',
      'The voice file has no audio track. Use a file with sound.',
      {
        cause: error,
      },
    );
  }
  return new RenderError(
    'voice_unreadable',
    `The voice (${String(size)} bytes) cannot be read as audio. Use WAV, MP3, Ogg, Opus, M4A, FLAC, or WebM.`,
    { cause: error, details: { bytes: size } },
  );
}

/**
 * A process that was killed, for example for lack of memory, or never started says nothing about its
 * input.
 */
function isOpinion({ details }: RenderError): boolean {
  const { signal, exitCode } = details;
  return (signal ?? null) === null && exitCode !== 126 && exitCode !== 127;
}

/**
 * The kinds of streams in a file, as named by ffmpeg's `streamhash`: a, v, s; none if it is
 * unreadable.
 */
async function streamKinds(ffmpeg: string, voiceFile: string, signal: AbortSignal): Promise<string[]> {
  const chunks: Uint8Array[] = [];
  try {
    await runFfmpeg(
      ffmpeg,
      [
        ...restrictedInput,
        '-t',
        '1',
        '-i',
        voiceFile,
        '-map',
        '0',
        '-c',
        'copy',
        '-f',
        'streamhash',
        'pipe:1',
      ],
      {
        signal,
        async consume(output) {
          for await (const bytes of output) chunks.push(bytes);
        },
      },
    );
  } catch (error) {
    if (toRenderError(error).code !== 'ffmpeg_failed') throw error;
  }
  const lines = Buffer.concat(chunks).toString('utf8').split('\n');
  return lines.flatMap((line) => /^\d+,(\w),/.exec(line)?.[1] ?? []);
}
