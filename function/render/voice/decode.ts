import { open } from 'node:fs/promises';
import { RenderError } from '../../../errors/render-error.js';
import { runFfmpeg } from '../ffmpeg/run.js';
import { Loudness } from './loudness.js';
import { sampleRateHz } from './mel.js';
import { decodeArguments, fillGaps } from './decode-arguments.js';
import { diagnoseDecode } from './diagnose-decode.js';
import { repair, alignSamples } from './whole-samples.js';

/** A voice as the network hears it. */
export interface DecodedVoice {
  /** File of float32 samples, mono 16 kHz, −1 … 1, little-endian. */
  readonly samplesFile: string;
  readonly sampleCount: number;
  readonly durationSeconds: number;
  /** Root mean square of each hundredth of a second. */
  readonly loudness: Float32Array;
  /** Whether the voice contained NaN samples, which were set to 0. */
  readonly repaired: boolean;
}

export interface VoiceLimits {
  readonly minSeconds: number;
  readonly maxSeconds: number;
}

/**
 * The samples of a voice that is too long are counted for the message, up to this multiple of the
 * limit.
 */
const countedBeyondLimit = 10;

/**
 * Decodes anything that ffmpeg reads as plain audio to mono 16 kHz, into `samplesFile`.
 * @throws RenderError `voice_unreadable`, `voice_silent_media`, `voice_too_short`, `voice_too_long`,
 *   `ffmpeg_missing`; the reason of the abort
 */
export async function decodeVoice(
  ffmpeg: string,
  voiceFile: string,
  samplesFile: string,
  limits: VoiceLimits,
  signal: AbortSignal,
): Promise<DecodedVoice> {
  const loudness = new Loudness();
  const file = await open(samplesFile, 'w');
  let sampleCount = 0;
  let repaired = false;
  try {
    await runFfmpeg(
      ffmpeg,
      decodeArguments(voiceFile, {
        // The mean of all channels, as in librosa; by default, ffmpeg makes stereo 3 dB louder.
        filter: `${fillGaps}:rematrix_maxval=1`,
        channels: 1,
        rateHz: sampleRateHz,
      }),
      {
        signal,
        async consume(output) {
          for await (const samples of alignSamples(output)) {
            sampleCount += samples.length;
            repaired = repair(samples) || repaired;
            if (sampleCount > limits.maxSeconds * sampleRateHz * countedBeyondLimit) break;
            if (sampleCount > limits.maxSeconds * sampleRateHz) continue;
            loudness.add(samples);
            await file.writeFile(new Uint8Array(samples.buffer));
          }
          // No samples at all may mean that ffmpeg failed; its own error then says more.
          if (sampleCount > 0) checkLength(sampleCount, limits);
        },
      },
    );
  } catch (error) {
    throw await diagnoseDecode(error, ffmpeg, voiceFile, signal);
  } finally {
    await file.close();
  }
  checkLength(sampleCount, limits);
  return {
    samplesFile,
    sampleCount,
    durationSeconds: sampleCount / sampleRateHz,
    loudness: loudness.values(),
    repaired,
  };
}

function checkLength(sampleCount: number, { minSeconds, maxSeconds }: VoiceLimits): void {
  const seconds = sampleCount / sampleRateHz;
  if (seconds > maxSeconds) {
    const cut = seconds > maxSeconds * countedBeyondLimit;
    // Round away from the limit; otherwise a voice of 600.2 s would be "600 s long; the limit is 600
    // s".
    const length = cut
      ? `more than ${String(maxSeconds * countedBeyondLimit)}`
      : rounded(Math.ceil, seconds, 100);
    throw new RenderError(
      'voice_too_long',
      `The voice is ${length} s long; the limit is ${String(maxSeconds)} s. Use a shorter one or raise VOICE_MAX_SECONDS.`,
      { details: { seconds, maxSeconds } },
    );
  }
  if (seconds < minSeconds) {
    throw new RenderError(
      'voice_too_short',
      `The voice is ${rounded(Math.floor, seconds, 1000)} s long; the minimum is ${String(minSeconds)} s (VOICE_MIN_SECONDS).`,
      { details: { seconds, minSeconds } },
    );
  }
}

function rounded(round: (value: number) => number, seconds: number, steps: number): string {
  return String(round(seconds * steps) / steps);
}
