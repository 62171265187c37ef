import type { FileHandle } from 'node:fs/promises';
import type { PickleValue } from './pickle-value.js';

/** The ways in which PyTorch writes tensors to a file. */
export type CheckpointFormat = 'legacy' | 'zip' | 'torchscript';

/** What a file holds, and where its storages begin. */
export interface FileLayout {
  readonly format: CheckpointFormat;
  readonly root: PickleValue;
  /** First byte of each storage's data, by the storage's key. */
  readonly storageStart: ReadonlyMap<string, number>;
}

/** Reads up to `byteCount` bytes from `position` on; fewer where the file ends before. */
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
