import { stat } from 'node:fs/promises';
import { RenderError, toRenderError } from '../../../errors/render-error.js';
import { runFfmpeg } from '../ffmpeg/run.js';
import { restrictedInput } from './restricted-input.js';

/**
 * What an unsuccessful run of ffmpeg says about the voice.
 * @returns RenderError `voice_silent_media`, `voice_unreadable`; what was thrown where it was another
 *   trouble, or one of ffmpeg's own
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
      'the voice is media without an audio track; give one with sound',
      {
        cause: error,
      },
    );
  }
  return new RenderError(
    'voice_unreadable',
    `the voice (${String(size)} bytes) is not audio that can be read; give WAV, MP3, Ogg, Opus, M4A, FLAC or WebM`,
    { cause: error, details: { bytes: size } },
  );
}

/** A run that was killed, as for want of memory, or never began, says nothing about what it was given. */
function isOpinion({ details }: RenderError): boolean {
  const { signal, exitCode } = details;
  return (signal ?? null) === null && exitCode !== 126 && exitCode !== 127;
}

/** The kinds of streams in a file, as ffmpeg's `streamhash` names them: a, v, s; none if unreadable. */
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
