import { open, type FileHandle } from 'node:fs/promises';
import { errnoOf, RenderError } from '../../../../errors/render-error.js';
import { OutOfBytes } from './byte-reader.js';
import { readAt, type CheckpointFormat, type FileLayout } from './file-layout.js';
import { readLegacyFile } from './legacy-file.js';
import { NotAPickle, PickleObject, type PickleValue } from './pickle-value.js';
import { toFloat32 } from './to-float32.js';
import { elementBytes, TensorReference } from './torch-tensors.js';
import { truncatedError } from './truncated.js';
import { readZipFile } from './zip-file.js';

/** The tensors of a PyTorch file by name; each is read from disk on request. */
export interface Checkpoint {
  readonly format: CheckpointFormat;
  /** The training step of the file, if it contains one. */
  readonly step: number | undefined;
  /** Shape of each tensor, by its name in the state_dict without a leading `module.`. */
  readonly shapes: ReadonlyMap<string, readonly number[]>;
  /** The named tensor in row-major order. @throws RenderError `checkpoint_truncated`, `checkpoint_unreadable` */
  read(name: string): Promise<Float32Array>;
  close(): Promise<void>;
}

/**
 * Opens a Wav2Lip checkpoint in any of PyTorch's three formats. Nothing in the file is executed.
 * @throws RenderError `checkpoint_missing`, `checkpoint_truncated`, `checkpoint_unsafe`,
 *   `checkpoint_unreadable`
 */
export async function openCheckpoint(path: string): Promise<Checkpoint> {
  const file = await open(path).catch((error: unknown) => {
    throw new RenderError(
      'checkpoint_missing',
      `No checkpoint can be opened at ${path} (${errnoOf(error) ?? 'unknown'}).`,
      {
        cause: error,
      },
    );
  });
  try {
    const stats = await file.stat();
    if (stats.isDirectory()) throw new NotAPickle('it is a folder that this version did not import');
    const layout = await readLayout(file, stats.size);
    return checkpointOf(path, file, stats.size, layout);
  } catch (error) {
    await file.close();
    throw toUnreadable(error, path);
  }
}

function toUnreadable(error: unknown, path: string): unknown {
  const isFormatError =
    error instanceof NotAPickle || error instanceof OutOfBytes || error instanceof RangeError;
  if (!isFormatError) return error;
  return new RenderError('checkpoint_unreadable', `${path} is not a PyTorch file: ${error.message}`, {
    cause: error,
  });
}

async function readLayout(file: FileHandle, fileBytes: number): Promise<FileLayout> {
  const layout = (await readZipFile(file, fileBytes)) ?? (await readLegacyFile(file, fileBytes));
  if (!layout) throw new NotAPickle('it starts with neither a zip header nor the magic number');
  return layout;
}

function checkpointOf(path: string, file: FileHandle, fileBytes: number, layout: FileLayout): Checkpoint {
  const tensors = namedTensors(layout.root);
  const step = layout.root instanceof Map ? layout.root.get('global_step') : undefined;
  return {
    format: layout.format,
    step: typeof step === 'number' ? step : undefined,
    shapes: new Map([...tensors].map(([name, tensor]) => [name, tensor.shape])),
    async read(name) {
      const tensor = tensors.get(name);
      if (!tensor) throw new RangeError(`there is no tensor ${name}`);
      return readTensor(file, fileBytes, layout, tensor).catch((error: unknown) => {
        throw toUnreadable(error, path);
      });
    },
    close: () => file.close(),
  };
}

async function readTensor(file: FileHandle, fileBytes: number, layout: FileLayout, tensor: TensorReference) {
  const { storage, offset, shape, strides } = tensor;
  const last = shape.reduce((sum, size, axis) => sum + (size - 1) * (strides[axis] ?? 0), offset);
  const start = layout.storageStart.get(storage.key);
  const bytes = elementBytes[storage.elementType];
  if (start === undefined || last >= storage.elementCount) {
    throw new NotAPickle(`a tensor exceeds its storage ${storage.key}`);
  }
  // A view may repeat elements, and could be of any size then.
  if (shape.reduce((product, size) => product * size, 1) > fileBytes) {
    throw new NotAPickle('a tensor is larger than the file');
  }
  const end = start + (last + 1) * bytes;
  if (end > fileBytes) throw truncatedError(end, fileBytes);
  const data = await readAt(file, start + offset * bytes, (last + 1 - offset) * bytes);
  return toRowMajor(toFloat32(data, storage.elementType), shape, strides);
}

/** Copies a strided view into row-major order. */
function toRowMajor(data: Float32Array, shape: readonly number[], strides: readonly number[]): Float32Array {
  const rowMajor = shape.map((_, axis) => shape.slice(axis + 1).reduce((product, size) => product * size, 1));
  if (shape.every((size, axis) => size === 1 || strides[axis] === rowMajor[axis])) return data;
  const ordered = new Float32Array(shape.reduce((product, size) => product * size, 1));
  for (let index = 0; index < ordered.length; index++) {
    let from = 0;
    for (let axis = 0, rest = index; axis < shape.length; axis++) {
      const step = rowMajor[axis] ?? 1;
      from += Math.floor(rest / step) * (strides[axis] ?? 0);
      rest %= step;
    }
    ordered[index] = data[from] ?? 0;
  }
  return ordered;
}

/** The tensors of a `state_dict`, of a dictionary that has one, or of a TorchScript module. */
function namedTensors(root: PickleValue): Map<string, TensorReference> {
  const dictionary =
    root instanceof Map && root.get('state_dict') instanceof Map ? root.get('state_dict') : root;
  const tensors = new Map<string, TensorReference>();
  collect(dictionary ?? null, '', { tensors, visits: 0 });
  return new Map([...tensors].map(([name, tensor]) => [name.replace(/^(module\.)+/, ''), tensor]));
}

/** The state of Wav2Lip's trainer has a few thousand names; shared nested objects could be endless. */
const maxVisits = 100_000;
const maxNameLength = 500;

function collect(
  value: PickleValue,
  name: string,
  found: { readonly tensors: Map<string, TensorReference>; visits: number },
): void {
  if (++found.visits > maxVisits) throw new RangeError(`more than ${String(maxVisits)} names`);
  if (name.length > maxNameLength) throw new RangeError(`a name of ${String(name.length)} characters`);
  if (value instanceof TensorReference) found.tensors.set(name, value);
  else if (value instanceof PickleObject) collect(value.state, name, found);
  else if (value instanceof Map) {
    for (const [key, item] of value) {
      if (typeof key === 'string') collect(item, name === '' ? key : `${name}.${key}`, found);
    }
  }
}
