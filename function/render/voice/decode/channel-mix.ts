/** What each channel adds to the mix; undefined is the mean. */
export type ChannelWeights = readonly number[];

/** A channel this much quieter than the loudest one does not count as part of the voice (−20 dB). */
const partOfVoice = 0.01;
/** A mix this much quieter than the loudest channel is one of channels that cancel out (−10 dB). */
const canceled = 0.1;

/** The energy of each channel and of their mean, over a whole voice. */
export class ChannelEnergies {
  readonly #channels: Float64Array;
  #mean = 0;

  constructor(channels: number) {
    this.#channels = new Float64Array(channels);
  }

  /** @param samples interleaved, `[frames, channels]` */
  add(samples: Float32Array): void {
    const channels = this.#channels.length;
    for (let at = 0; at + channels <= samples.length; at += channels) {
      let sum = 0;
      for (let channel = 0; channel < channels; channel++) {
        const sample = samples[at + channel] ?? 0;
        sum += sample;
        this.#channels[channel] = (this.#channels[channel] ?? 0) + sample * sample;
      }
      this.#mean += (sum / channels) ** 2;
    }
  }

  /** The energy of the loudest channel. */
  get max(): number {
    return Math.max(...this.#channels);
  }

  /** Whether the channels cancel out: one side of a stereo recording may be inverted. */
  get cancel(): boolean {
    return isCanceled(this.#mean, this.max);
  }

  /**
   * The mean of the channels that have the voice: it is as loud as in one of them, whether one, some or
   * all of them have it.
   */
  voiceWeights(): ChannelWeights {
    const maxEnergy = this.max;
    const parts = Array.from(this.#channels, (energy) => (energy >= maxEnergy * partOfVoice ? 1 : 0));
    const count = parts.filter((part) => part === 1).length;
    return parts.map((part) => part / count);
  }

  /** The loudest channel alone. */
  maxEnergyWeights(): ChannelWeights {
    const at = this.#channels.indexOf(this.max);
    return Array.from(this.#channels, (_, channel) => (channel === at ? 1 : 0));
  }
}

/** Whether a mix is so much quieter than the loudest of its channels that they cancel out. */
export function isCanceled(mixEnergy: number, maxEnergy: number): boolean {
  return mixEnergy < maxEnergy * canceled;
}

/** Mixes interleaved samples, `[frames, channels]`, to mono. */
export function mixChannels(samples: Float32Array, weights: ChannelWeights): Float32Array<ArrayBuffer> {
  const channels = weights.length;
  const mono = new Float32Array(Math.floor(samples.length / channels));
  for (let frame = 0; frame < mono.length; frame++) {
    let sum = 0;
    for (let channel = 0; channel < channels; channel++) {
      sum += (weights[channel] ?? 0) * (samples[frame * channels + channel] ?? 0);
    }
    mono[frame] = sum;
  }
  return mono;
}

/** The same weight for all channels. */
export function meanWeights(channels: number): ChannelWeights {
  return Array<number>(channels).fill(1 / channels);
}
