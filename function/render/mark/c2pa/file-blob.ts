import { readSync } from 'node:fs';

/** A part of an open file, which the library reads as a browser reads a file that a user chose. */
export class FileBlob extends Blob {
  readonly #descriptor: number;
  readonly #from: number;
  readonly #to: number;

  constructor(descriptor: number, from: number, to: number) {
    super([]);
    this.#descriptor = descriptor;
    this.#from = from;
    this.#to = to;
    Object.defineProperty(this, 'size', { value: to - from });
  }

  override slice(start = 0, end = this.size): FileBlob {
    const to = Math.min(this.#to, this.#from + end);
    return new FileBlob(this.#descriptor, Math.min(to, this.#from + start), to);
  }

  readSync(): ArrayBuffer {
    const bytes = new Uint8Array(this.#to - this.#from);
    for (let done = 0; done < bytes.length;) {
      const count = readSync(this.#descriptor, bytes, done, bytes.length - done, this.#from + done);
      if (count === 0) throw new RangeError('the file became shorter');
      done += count;
    }
    return bytes.buffer;
  }
}

/** The part of a browser's `FileReaderSync` that the library uses; Node has none. */
export class FileReaderSync {
  readAsArrayBuffer(blob: FileBlob): ArrayBuffer {
    return blob.readSync();
  }
}
