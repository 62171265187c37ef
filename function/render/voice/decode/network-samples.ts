import { replaceFile } from '../../../../storage/files/replace-file.js';
import { meanWeights, mixChannels, type ChannelWeights } from './channel-mix.js';
import type { DecodedSound } from './decode-sound.js';
import { Loudness, loudnessPerSecond } from '../features/loudness.js';
import { sampleRateHz } from '../features/mel.js';
import { Resampler } from './resampler.js';
import { readSamples } from './samples.js';
import { SampleWriter } from './sample-writer.js';
import { speechGain } from '../features/speech-gain.js';

/** A voice as the network hears it, in a file. */
export interface NetworkSamples {
  readonly sampleCount: number;
  /** Root mean square of each hundredth of a second. */
  readonly loudness: Float32Array;
}

/**
 * Writes the samples that the network hears, mono 16 kHz, from decoded sound: the mean of its channels.
 * Quiet speech is raised, because the network hardly opens the mouth for it.
 */
export async function writeNetworkSamples(
  soundFile: string,
  sound: DecodedSound,
  samplesFile: string,
  signal: AbortSignal,
): Promise<NetworkSamples> {
  const loudness = new Loudness();
  const resampler = new Resampler(sound.rateHz, sampleRateHz);
  let sampleCount = 0;
  await rewrite(soundFile, samplesFile, signal, async (chunks, writer) => {
    const weights = meanWeights(sound.channels);
    const keep = async (samples: Float32Array) => {
      sampleCount += samples.length;
      loudness.add(samples);
      await writer.write(samples);
    };
    for await (const chunk of chunks) {
      await keep(resampler.push(sound.channels === 1 ? chunk : mixChannels(chunk, weights)));
    }
    await keep(resampler.end());
  });
  const levels = loudness.values();
  const gain = speechGain(levels);
  if (!gain) return { sampleCount, loudness: levels };

  await replace(samplesFile, signal, async (chunks, writer) => {
    let at = 0;
    for await (const chunk of chunks) {
      await writer.write(
        chunk.map((sample, i) => sample * gainAt(gain, (at + i) * (loudnessPerSecond / sampleRateHz))),
      );
      at += chunk.length;
    }
  });
  return { sampleCount, loudness: levels.map((level, block) => level * gainAt(gain, block + 0.5)) };
}

/** The gain at a position between the middles of two blocks. */
function gainAt(gain: Float32Array, block: number): number {
  const position = Math.min(gain.length - 1, Math.max(0, block - 0.5));
  const before = Math.floor(position);
  const from = gain[before] ?? 1;
  return from + ((gain[before + 1] ?? from) - from) * (position - before);
}

/**
 * Replaces stereo whose sides cancel out with the louder side: the mean of both, which the network and
 * many loudspeakers play, would be silent.
 * @returns the sound as it is now
 */
export async function withoutCanceling(
  file: string,
  sound: DecodedSound,
  signal: AbortSignal,
): Promise<DecodedSound> {
  if (sound.channels === 1 || !sound.energies.cancel) return sound;
  const weights: ChannelWeights = sound.energies.maxEnergyWeights();
  await replace(file, signal, async (chunks, writer) => {
    for await (const chunk of chunks) await writer.write(mixChannels(chunk, weights));
  });
  return { ...sound, channels: 1 };
}

type Rewriting = (chunks: AsyncIterable<Float32Array>, writer: SampleWriter) => Promise<void>;

async function replace(file: string, signal: AbortSignal, work: Rewriting): Promise<void> {
  await replaceFile(file, (unfinished) => rewrite(file, unfinished, signal, work));
}

async function rewrite(from: string, to: string, signal: AbortSignal, work: Rewriting): Promise<void> {
  const writer = await SampleWriter.create(to);
  try {
    await work(abortable(readSamples(from), signal), writer);
    await writer.flush();
  } finally {
    await writer.close();
  }
}

async function* abortable<T>(items: AsyncIterable<T>, signal: AbortSignal): AsyncGenerator<T> {
  for await (const item of items) {
    signal.throwIfAborted();
    yield item;
  }
}
