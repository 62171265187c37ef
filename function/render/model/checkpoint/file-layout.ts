import type { FileHandle } from 'node:fs/promises';
import type { PickleValue } from './pickle-value.js';

/** The formats in which PyTorch writes tensors to a file. */
export type CheckpointFormat = 'legacy' | 'zip' | 'torchscript';

/** The content of a file, and where its storages start. */
export interface FileLayout {
  readonly format: CheckpointFormat;
  readonly root: PickleValue;
  /** Offset of each storage's first byte, by its key. */
  readonly storageStart: ReadonlyMap<string, number>;
}

/** Reads up to `byteCount` bytes from `position`; fewer at the end of the file. */
export async function readAt(file: FileHandle, position: number, byteCount: number): Promise<Buffer> {
  const buffer = Buffer.alloc(byteCount);
  let filled = 0;
  while (filled < byteCount) {
    const { bytesRead } = await file.read(buffer, filled, byteCount - filled, position + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return buffer.subarray(0, filled);
}
