import type { FileHandle } from 'node:fs/promises';
import { ByteReader, OutOfBytes } from './byte-reader.js';
import { readAt, type FileLayout } from './file-layout.js';
import { readPickle } from './pickle.js';
import { NotAPickle, PickleForeign, PickleObject, type PickleValue } from './pickle-value.js';
import { elementBytes, StorageReference, TensorReference, torchRules } from './torch-tensors.js';
import { truncatedError } from './truncated.js';

const magicNumber = 0x1950a86a20f9469cfc6cn;
const protocolVersion = 1001;
const firstReadBytes = 1 << 20;
/** The pickles of Wav2Lip's trainer have less than a megabyte. */
const maxReadBytes = 1 << 26;

/**
 * Reads the head of a file written by PyTorch before 1.6: five consecutive pickles (magic number,
 * protocol, system, the object, the storages' keys), then for each key the number of elements as an
 * int64 and the elements. torch/serialization.py, `_legacy_save`.
 * @returns undefined if the file has another format
 * @throws RenderError `checkpoint_truncated`, `checkpoint_unsafe`; NotAPickle
 */
export async function readLegacyFile(file: FileHandle, fileBytes: number): Promise<FileLayout | undefined> {
  for (let headBytes = firstReadBytes; ; headBytes *= 4) {
    const head = await readAt(file, 0, Math.min(headBytes, fileBytes));
    try {
      return layout(new ByteReader(head), fileBytes);
    } catch (error) {
      if (!(error instanceof OutOfBytes)) throw error;
      if (error.needed > fileBytes || head.length === fileBytes)
        throw truncatedError(error.needed, fileBytes);
      if (headBytes >= maxReadBytes) throw new NotAPickle(`its pickles exceed ${String(maxReadBytes)} bytes`);
    }
  }
}

function layout(reader: ByteReader, fileBytes: number): FileLayout | undefined {
  if (readPickle(reader, torchRules) !== magicNumber) return undefined;
  if (readPickle(reader, torchRules) !== protocolVersion) return undefined;
  const system = readPickle(reader, torchRules);
  if (system instanceof Map && system.get('little_endian') === false) {
    throw new NotAPickle('the numbers are big-endian');
  }
  const root = readPickle(reader, torchRules);
  const keys = readPickle(reader, torchRules);
  if (!Array.isArray(keys)) throw new NotAPickle('the list of storages is missing');

  const byKey = new Map([...storagesIn(root)].map((storage) => [storage.key, storage]));
  const storageStart = new Map<string, number>();
  let position = reader.position;
  for (const key of keys) {
    const storage = typeof key === 'string' ? byKey.get(key) : undefined;
    if (typeof key !== 'string' || !storage) throw new NotAPickle('a storage is listed and never used');
    storageStart.set(key, position + 8);
    position += 8 + storage.elementCount * elementBytes[storage.elementType];
  }
  if (position > fileBytes) throw truncatedError(position, fileBytes);
  return { format: 'legacy', root, storageStart };
}

/** Every storage that is reachable from `root`. It may be nested deeper than functions can call each other. */
export function* storagesIn(root: PickleValue): Generator<StorageReference> {
  const seen = new Set<PickleValue>([root]);
  const waiting: PickleValue[] = [root];
  while (waiting.length > 0) {
    const value = waiting.pop() ?? null;
    if (value instanceof StorageReference) yield value;
    for (const part of partsOf(value)) {
      if (typeof part !== 'object' || part === null || seen.has(part)) continue;
      seen.add(part);
      waiting.push(part);
    }
  }
}

function partsOf(value: PickleValue): Iterable<PickleValue> {
  if (value instanceof TensorReference) return [value.storage];
  if (value instanceof StorageReference) return [];
  if (value instanceof PickleObject) return [value.state];
  if (value instanceof Map) return [...value.keys(), ...value.values()];
  if (Array.isArray(value)) return value;
  if (value instanceof PickleForeign) throw new NotAPickle(`a ${value.kind} contains unknown data`);
  return [];
}
