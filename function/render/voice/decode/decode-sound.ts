import { RenderError } from '../../../../errors/render-error.js';
import { ChannelEnergies, isCanceled, mixChannels, type ChannelWeights } from './channel-mix.js';
import { decodeArguments } from './decode-arguments.js';
import { decodedPackets, type SoundFormat } from './decoded-packets.js';
import type { MediaPart } from './concatenated-files.js';
import { repair } from './repair.js';
import { SampleWriter } from './sample-writer.js';
import { Timeline } from './timeline.js';
import { checkLength, isEndless, type VoiceLimits } from './voice-length.js';
import type { Ffmpeg } from '../../ffmpeg/ffmpeg.js';

/** A decoded track: interleaved float32 samples of one rate and number of channels. */
export interface DecodedSound extends SoundFormat {
  readonly frames: number;
  readonly energies: ChannelEnergies;
}

/** What decodes voices, how long they may be, and what ends it. */
export interface DecodeTools {
  readonly ffmpeg: Ffmpeg;
  readonly limits: VoiceLimits;
  readonly signal: AbortSignal;
}

/** More channels are mixed to mono: viewers hear one or two. */
const keptChannels = 2;
/**
 * Viewers hear no difference above it, and the files of a voice stay below 0.5 MB a second: 48,000 ×
 * 2 channels × 4 bytes, and half of that again while one is rewritten.
 */
const maxKeptHz = 48_000;
const slowestHz = 1000;
const fastestHz = 768_000;

/**
 * Decodes one audio track of a voice into `file`, in one rate and number of channels, whatever it
 * changes to on the way: those that it begins with, but at most 48 kHz, and one channel for more than two.
 * @throws RenderError `ffmpeg_failed`, `voice_too_short`, `voice_too_long`, `voice_unreadable`
 */
export async function decodeSound(
  parts: readonly MediaPart[],
  track: number,
  file: string,
  tools: DecodeTools,
): Promise<DecodedSound> {
  let kept: SoundFormat | undefined;
  const decode = (weights?: ChannelWeights) => decodePass(parts, track, { file, weights, kept }, tools);
  const first = await decode().catch((error: unknown) => {
    if (!(error instanceof FastRate)) throw error;
    kept = { ...error.format, rateHz: maxKeptHz };
    return decode();
  });
  if (first.channels <= keptChannels) return first;
  // Which channels have the voice is only known at the end, and the samples of all of them may be too
  // many to keep.
  const mixed = await decode(first.energies.voiceWeights());
  if (!isCanceled(mixed.energies.max, first.energies.max)) return mixed;
  return decode(first.energies.maxEnergyWeights());
}

/** Where the samples of a pass go, and in which form. */
interface Pass {
  readonly file: string;
  readonly weights: ChannelWeights | undefined;
  /** What to convert to; by default the track's own format. */
  readonly kept: SoundFormat | undefined;
}

/** Ends a pass whose track has more samples than are kept; ffmpeg reduces them in the next one. */
class FastRate extends Error {
  override readonly name = 'FastRate';
  readonly format: SoundFormat;

  constructor(format: SoundFormat) {
    super(`${String(format.rateHz)} Hz`);
    this.format = format;
  }
}

async function decodePass(
  parts: readonly MediaPart[],
  track: number,
  { file, weights, kept }: Pass,
  { ffmpeg, limits, signal }: DecodeTools,
): Promise<DecodedSound> {
  const writer = await SampleWriter.create(file);
  let format = kept;
  let energies = new ChannelEnergies(weights ? 1 : (kept?.channels ?? 1));
  let frames = 0;
  try {
    for (const part of parts) {
      const timeline = new Timeline(part.timed);
      await ffmpeg.run(decodeArguments(part, track, format), {
        signal,
        async consume(output) {
          for await (const packet of decodedPackets(output)) {
            if (!format) {
              format = checked(packet.format);
              if (format.rateHz > maxKeptHz) throw new FastRate(format);
              energies = new ChannelEnergies(weights ? 1 : format.channels);
            }
            const { channels, rateHz } = format;
            repair(packet.samples);
            const silentFrames = timeline.silentFramesBefore(packet);
            frames += silentFrames + packet.samples.length / channels;
            if (isEndless(frames / rateHz, limits)) break;
            if (frames > limits.maxSeconds * rateHz) continue;
            const samples = weights ? mixChannels(packet.samples, weights) : packet.samples;
            energies.add(samples);
            if (channels > keptChannels && !weights) continue;
            await writer.writeSilence(silentFrames * (weights ? 1 : channels));
            await writer.write(samples);
          }
          if (format && frames > limits.maxSeconds * format.rateHz)
            checkLength(frames / format.rateHz, limits);
        },
      });
    }
    await writer.flush();
  } finally {
    await writer.close();
  }
  const { rateHz, channels } = format ?? { rateHz: slowestHz, channels: 1 };
  return { rateHz, channels: weights ? 1 : channels, frames, energies };
}

function checked(format: SoundFormat): SoundFormat {
  const { rateHz } = format;
  if (rateHz >= slowestHz && rateHz <= fastestHz) return format;
  throw new RenderError(
    'voice_unreadable',
    `The voice has a sample rate of ${String(rateHz)} Hz; use ${String(slowestHz)} to ${String(fastestHz)} Hz.`,
    { details: { rateHz } },
  );
}
