import { open } from 'node:fs/promises';
import { runFfmpeg } from '../ffmpeg/run.js';
import { gapless } from './decode.js';
import { restrictedInput } from './restricted-input.js';
import { repair, wholeSamples } from './whole-samples.js';

/** The voice as the video's listeners will hear it: ffmpeg's options for this input, and its file. */
export interface Sound {
  readonly inputOptions: readonly string[];
  readonly file: string;
}

/** The original file, whatever its rate and channels. */
export function originalSound(voiceFile: string): Sound {
  return { inputOptions: restrictedInput, file: voiceFile };
}

const rateHz = 48_000;

/**
 * A copy of a voice in which samples that are no numbers are 0, since the AAC encoder refuses them:
 * float32, stereo, 48 kHz, in `file`.
 */
export async function repairedSound(
  ffmpeg: string,
  voiceFile: string,
  file: string,
  signal: AbortSignal,
): Promise<Sound> {
  const copy = await open(file, 'w');
  const format = ['-ac', '2', '-ar', String(rateHz)];
  try {
    await runFfmpeg(
      ffmpeg,
      [
        ...restrictedInput,
        '-i',
        voiceFile,
        '-map',
        '0:a:0',
        '-af',
        gapless,
        ...format,
        '-f',
        'f32le',
        'pipe:1',
      ],
      {
        signal,
        async consume(output) {
          for await (const samples of wholeSamples(output)) {
            repair(samples);
            await copy.writeFile(new Uint8Array(samples.buffer));
          }
        },
      },
    );
  } finally {
    await copy.close();
  }
  return { inputOptions: ['-f', 'f32le', ...format], file };
}
