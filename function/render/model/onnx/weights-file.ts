import { open } from 'node:fs/promises';

/** The position of a run of numbers in the weights file. */
export interface WeightsPlace {
  readonly file: string;
  readonly offset: number;
  readonly length: number;
}

/** Appends numbers to the file that all graphs of a model share. */
export interface WeightsFile {
  append(numbers: Float32Array): Promise<WeightsPlace>;
  close(): Promise<void>;
}

/** onnxruntime maps a run into memory, instead of copying it, if it starts on a page boundary. */
const pageBytes = 4096;

/** Creates the file at `path`; graphs in the same folder refer to it as `name`. */
export async function createWeightsFile(path: string, name: string): Promise<WeightsFile> {
  const file = await open(path, 'wx');
  let position = 0;
  return {
    async append(numbers) {
      const offset = Math.ceil(position / pageBytes) * pageBytes;
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
