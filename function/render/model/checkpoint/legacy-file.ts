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
      if (head.length === fileBytes) throw truncatedError(error.needed, fileBytes);
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
  for (const key of keys.map(String)) {
    const storage = byKey.get(key);
    if (!storage) throw new NotAPickle(`storage ${key} is listed and never used`);
    storageStart.set(key, position + 8);
    position += 8 + storage.elementCount * elementBytes[storage.elementType];
  }
  if (position > fileBytes) throw truncatedError(position, fileBytes);
  return { format: 'legacy', root, storageStart };
}

/** Every storage that is reachable from `value`. */
export function* storagesIn(value: PickleValue, seen = new Set<PickleValue>()): Generator<StorageReference> {
  if (typeof value !== 'object' || value === null || seen.has(value)) return;
  seen.add(value);
  if (value instanceof TensorReference) yield* storagesIn(value.storage, seen);
  else if (value instanceof StorageReference) yield value;
  else if (value instanceof PickleObject) yield* storagesIn(value.state, seen);
  else if (value instanceof Map) {
    for (const [key, item] of value) {
      yield* storagesIn(key, seen);
      yield* storagesIn(item, seen);
    }
  } else if (Array.isArray(value)) {
    for (const item of value) yield* storagesIn(item, seen);
  } else if (value instanceof PickleForeign) {
    throw new NotAPickle(`a ${value.kind} contains unknown data`);
  }
}
