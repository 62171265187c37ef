import { open } from 'node:fs/promises';

/** Where a run of numbers lies in the weights file. */
export interface WeightsPlace {
  readonly file: string;
  readonly offset: number;
  readonly length: number;
}

/** Appends numbers to the one file that all graphs of a model share. */
export interface WeightsFile {
  append(numbers: Float32Array): Promise<WeightsPlace>;
  close(): Promise<void>;
}

/** onnxruntime maps a run into memory, instead of copying it, where it begins on a page. */
const PAGE_BYTES = 4096;

/** Creates the file at `path`; `name` is how graphs beside it refer to it. */
export async function createWeightsFile(path: string, name: string): Promise<WeightsFile> {
  const file = await open(path, 'wx');
  let position = 0;
  return {
    async append(numbers) {
      const offset = Math.ceil(position / PAGE_BYTES) * PAGE_BYTES;
      const bytes = new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength);
      for (let written = 0; written < bytes.length;) {
        written += (await file.write(bytes, written, bytes.length - written, offset + written)).bytesWritten;
      }
      position = offset + bytes.length;
      return { file: name, offset, length: bytes.length };
    },
    async close() {
      await file.sync();
      await file.close();
    },
  };
}
