import { open, type FileHandle } from 'node:fs/promises';

/** Headers that lie together need one read, and headers that lie apart do not read much between them. */
const windowBytes = 16 * 1024;

/**
 * Reads small pieces of a large file through one buffer. Walking over millions of neighboring headers
 * costs thousands of reads instead of millions.
 */
export class FileWindow {
  readonly size: number;
  readonly #file: FileHandle;
  readonly #signal: AbortSignal | undefined;
  #bytes = Buffer.alloc(0);
  #start = 0;

  private constructor(file: FileHandle, size: number, signal: AbortSignal | undefined) {
    this.#file = file;
    this.size = size;
    this.#signal = signal;
  }

  static async open(path: string, signal?: AbortSignal): Promise<FileWindow> {
    const file = await open(path);
    return new FileWindow(file, (await file.stat()).size, signal);
  }

  /**
   * Reads up to `length` bytes from `position`; fewer at the end of the file.
   * @throws the reason of the abort
   */
  async read(position: number, length: number): Promise<Buffer> {
    const from = position - this.#start;
    if (from >= 0 && from + length <= this.#bytes.length) return this.#bytes.subarray(from, from + length);
    this.#signal?.throwIfAborted();
    const buffer = Buffer.alloc(Math.max(windowBytes, length));
    const { bytesRead } = await this.#file.read(buffer, 0, buffer.length, position);
    this.#bytes = buffer.subarray(0, bytesRead);
    this.#start = position;
    return this.#bytes.subarray(0, length);
  }

  async close(): Promise<void> {
    await this.#file.close();
  }
}
