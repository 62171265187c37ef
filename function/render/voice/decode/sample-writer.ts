import { open, type FileHandle } from 'node:fs/promises';

const bufferSamples = 65_536;

/** Writes float32 samples to a file, many at once. */
export class SampleWriter {
  readonly #file: FileHandle;
  readonly #buffer = new Float32Array(bufferSamples);
  #filled = 0;

  private constructor(file: FileHandle) {
    this.#file = file;
  }

  static async create(file: string): Promise<SampleWriter> {
    return new SampleWriter(await open(file, 'w'));
  }

  async write(samples: Float32Array): Promise<void> {
    for (let at = 0; at < samples.length;) {
      const piece = samples.subarray(at, at + bufferSamples - this.#filled);
      this.#buffer.set(piece, this.#filled);
      await this.#advance(piece.length);
      at += piece.length;
    }
  }

  async writeSilence(count: number): Promise<void> {
    for (let left = count; left > 0;) {
      const piece = Math.min(left, bufferSamples - this.#filled);
      this.#buffer.fill(0, this.#filled, this.#filled + piece);
      await this.#advance(piece);
      left -= piece;
    }
  }

  /** Writes what is left. The file stays open. */
  async flush(): Promise<void> {
    if (this.#filled === 0) return;
    const bytes = new Uint8Array(this.#buffer.buffer, 0, this.#filled * Float32Array.BYTES_PER_ELEMENT);
    await this.#file.writeFile(bytes);
    this.#filled = 0;
  }

  async close(): Promise<void> {
    await this.#file.close();
  }

  async #advance(count: number): Promise<void> {
    this.#filled += count;
    if (this.#filled === bufferSamples) await this.flush();
  }
}
