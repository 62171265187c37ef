import { RenderError } from '../../../../errors/render-error.js';
import { NotAPickle, PickleForeign, PickleGlobal, PickleObject } from './pickle-value.js';
import type { PickleValue, PickleRules } from './pickle-value.js';

/** Element types of PyTorch's storages, by their names in a pickle. */
const elementTypes = {
  'torch.FloatStorage': 'float32',
  'torch.HalfStorage': 'float16',
  'torch.BFloat16Storage': 'bfloat16',
  'torch.DoubleStorage': 'float64',
  'torch.LongStorage': 'int64',
  'torch.IntStorage': 'int32',
  'torch.ShortStorage': 'int16',
  'torch.CharStorage': 'int8',
  'torch.ByteStorage': 'uint8',
  'torch.BoolStorage': 'bool',
} as const;

export type ElementType = (typeof elementTypes)[keyof typeof elementTypes];

export const elementBytes: Readonly<Record<ElementType, number>> = {
  float32: 4,
  float16: 2,
  bfloat16: 2,
  float64: 8,
  int64: 8,
  int32: 4,
  int16: 2,
  int8: 1,
  uint8: 1,
  bool: 1,
};

/** A range of elements in the file, outside the pickle. */
export class StorageReference extends PickleForeign {
  override readonly kind = 'storage';
  readonly key: string;
  readonly elementType: ElementType;
  readonly elementCount: number;

  constructor(key: string, elementType: ElementType, elementCount: number) {
    super();
    this.key = key;
    this.elementType = elementType;
    this.elementCount = elementCount;
  }
}

/** A tensor: a strided view of a storage; offset and strides count elements. */
export class TensorReference extends PickleForeign {
  override readonly kind = 'tensor';
  readonly storage: StorageReference;
  readonly offset: number;
  readonly shape: readonly number[];
  readonly strides: readonly number[];

  constructor(
    storage: StorageReference,
    offset: number,
    shape: readonly number[],
    strides: readonly number[],
  ) {
    super();
    this.storage = storage;
    this.offset = offset;
    this.shape = shape;
    this.strides = strides;
  }
}

type Builder = (parameters: readonly PickleValue[]) => PickleValue;

/** The few functions that files of `torch.save` and `torch.jit.save` call, as plain data. */
const builders: Readonly<Record<string, Builder>> = {
  'collections.OrderedDict': () => new Map(),
  'collections.defaultdict': () => new Map(),
  'torch.Size': ([sizes]) => sizes ?? [],
  'torch.device': ([name]) => name ?? null,
  'torch._utils._rebuild_tensor': rebuildTensor,
  'torch._utils._rebuild_tensor_v2': rebuildTensor,
  'torch._utils._rebuild_parameter': ([tensor]) => tensor ?? null,
  'torch.jit._pickle.build_intlist': ([list]) => list ?? [],
  'torch.jit._pickle.build_doublelist': ([list]) => list ?? [],
  'torch.jit._pickle.build_boollist': ([list]) => list ?? [],
  'torch.jit._pickle.build_tensorlist': ([list]) => list ?? [],
  'torch.jit._pickle.restore_type_tag': ([value]) => value ?? null,
};

/** Built-in types that are only ever used as values, such as the default of a `defaultdict`. */
const inertNames = new Set(['builtins.dict', '__builtin__.dict', 'builtins.set', '__builtin__.set']);

/**
 * The rules for a PyTorch file: tensors become {@link TensorReference}s, TorchScript modules become
 * inert {@link PickleObject}s, and every other name is refused before anything is done with it.
 * @throws RenderError `checkpoint_unsafe`
 */
export const torchRules: PickleRules = {
  admit(path) {
    if (path in builders || path in elementTypes || inertNames.has(path) || path.startsWith('__torch__.'))
      return;
    throw new RenderError(
      'checkpoint_unsafe',
      `The checkpoint asks for ${path}, which tensors do not need, so it was refused; ` +
        'nothing was called. Use a file that contains only a state_dict.',
      { details: { name: path } },
    );
  },

  call(path, parameters) {
    const builder = builders[path];
    if (builder) return builder(parameters);
    if (path.startsWith('__torch__.')) return new PickleObject(path);
    throw new NotAPickle(`${path} cannot be called`);
  },

  /** `('storage', type, key, location, elements, …)`; torch/serialization.py, `persistent_id`. */
  persistent(id) {
    if (Array.isArray(id)) {
      const [tag, type, key, , elements] = id;
      if (
        tag === 'storage' &&
        type instanceof PickleGlobal &&
        typeof key === 'string' &&
        typeof elements === 'number'
      ) {
        const elementType = Object.entries(elementTypes).find(([name]) => name === type.path)?.[1];
        if (elementType) return new StorageReference(key, elementType, elements);
      }
    }
    throw new NotAPickle('a reference to something other than a storage of numbers');
  },
};

/** `(storage, offset, shape, strides, …)`; torch/_utils.py. */
function rebuildTensor([storage, offset, shape, strides]: readonly PickleValue[]): TensorReference {
  if (!(storage instanceof StorageReference) || typeof offset !== 'number') {
    throw new NotAPickle('a tensor has no storage');
  }
  return new TensorReference(storage, offset, integers(shape), integers(strides));
}

/** PyTorch allows 64. */
const maxDimensions = 64;

function integers(value: PickleValue | undefined): number[] {
  if (!Array.isArray(value)) throw new NotAPickle('a shape is not a tuple');
  if (value.length > maxDimensions) throw new NotAPickle(`a shape has ${String(value.length)} dimensions`);
  return value.map((item) => {
    if (typeof item !== 'number' || !Number.isSafeInteger(item) || item < 0) {
      throw new NotAPickle('a shape has sizes that are not integers');
    }
    return item;
  });
}
