import { open, type FileHandle } from 'node:fs/promises';

const headerBytes = 44;
const bytesPerSample = 2;

/** Writes a WAV file of 16-bit mono, piece by piece. */
export class WavWriter {
  readonly #file: FileHandle;
  readonly #rateHz: number;
  #samples = 0;

  private constructor(file: FileHandle, rateHz: number) {
    this.#file = file;
    this.#rateHz = rateHz;
  }

  static async create(file: string, rateHz: number): Promise<WavWriter> {
    const handle = await open(file, 'w');
    await handle.write(header(rateHz, 0));
    return new WavWriter(handle, rateHz);
  }

  get seconds(): number {
    return this.#samples / this.#rateHz;
  }

  get rateHz(): number {
    return this.#rateHz;
  }

  async write(samples: Float32Array): Promise<void> {
    const bytes = Buffer.alloc(samples.length * bytesPerSample);
    for (const [i, sample] of samples.entries()) {
      const clipped = Math.max(-1, Math.min(1, sample));
      bytes.writeInt16LE(Math.round(clipped * 32_767), i * bytesPerSample);
    }
    await this.#file.write(bytes);
    this.#samples += samples.length;
  }

  async writeSilence(seconds: number): Promise<void> {
    await this.write(new Float32Array(Math.round(seconds * this.#rateHz)));
  }

  /** Writes the length into the header. */
  async finish(): Promise<void> {
    await this.#file.write(header(this.#rateHz, this.#samples), 0, headerBytes, 0);
  }

  async close(): Promise<void> {
    await this.#file.close();
  }
}

function header(rateHz: number, samples: number): Buffer {
  const bytes = samples * bytesPerSample;
  const head = Buffer.alloc(headerBytes);
  head.write('RIFF', 0, 'latin1');
  head.writeUInt32LE(headerBytes - 8 + bytes, 4);
  head.write('WAVEfmt ', 8, 'latin1');
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(1, 22);
  head.writeUInt32LE(rateHz, 24);
  head.writeUInt32LE(rateHz * bytesPerSample, 28);
  head.writeUInt16LE(bytesPerSample, 32);
  head.writeUInt16LE(8 * bytesPerSample, 34);
  head.write('data', 36, 'latin1');
  head.writeUInt32LE(bytes, 40);
  return head;
}
