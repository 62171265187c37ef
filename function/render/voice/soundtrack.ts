import { open } from 'node:fs/promises';
import { runFfmpeg } from '../ffmpeg/run.js';
import { decodeArguments, fillGaps } from './decode-arguments.js';
import { restrictedInput } from './restricted-input.js';
import { repair, alignSamples } from './whole-samples.js';

/** The voice as viewers hear it: ffmpeg's input options and the file. */
export interface Soundtrack {
  readonly inputOptions: readonly string[];
  readonly file: string;
}

/** The original file, with its own rate and channels. */
export function copiedSoundtrack(voiceFile: string): Soundtrack {
  return { inputOptions: restrictedInput, file: voiceFile };
}

const rateHz = 48_000;
const channels = 2;

/**
 * Writes a copy of a voice in which NaN samples are 0, because the AAC encoder refuses them: float32,
 * stereo, 48 kHz, in `file`.
 */
export async function repairedSoundtrack(
  ffmpeg: string,
  voiceFile: string,
  file: string,
  signal: AbortSignal,
): Promise<Soundtrack> {
  const copy = await open(file, 'w');
  try {
    await runFfmpeg(ffmpeg, decodeArguments(voiceFile, { filter: fillGaps, channels, rateHz }), {
      signal,
      async consume(output) {
        for await (const samples of alignSamples(output)) {
          repair(samples);
          await copy.writeFile(new Uint8Array(samples.buffer));
        }
      },
    });
  } finally {
    await copy.close();
  }
  return { inputOptions: ['-f', 'f32le', '-ac', String(channels), '-ar', String(rateHz)], file };
}
