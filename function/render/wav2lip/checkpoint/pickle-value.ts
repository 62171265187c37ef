/** A name that a pickle asks for, `module.name`; it is never looked up, let alone called. */
export class PickleGlobal {
  readonly path: string;

  constructor(path: string) {
    this.path = path;
  }
}

/** A pickled object of a class that stays inert: its class's name and its state, nothing more. */
export class PickleObject {
  readonly className: string;
  state: PickleValue = null;

  constructor(className: string) {
    this.className = className;
  }
}

/** What a {@link PickleWorld} makes of the calls and references that it admits. */
export abstract class PickleForeign {
  abstract readonly kind: string;
}

/** Everything that a pickle can build here: plain data. */
export type PickleValue =
  | null
  | boolean
  | number
  | bigint
  | string
  | Uint8Array
  | PickleValue[]
  | Map<PickleValue, PickleValue>
  | PickleGlobal
  | PickleObject
  | PickleForeign;

/** Decides what the few calls that a pickle of tensors needs shall yield. */
export interface PickleWorld {
  /** Told of each name before anything else happens with it; throws for all but the known. */
  admit(path: string): void;
  /** The value that stands for the call of `path` with `parameters`. */
  call(path: string, parameters: readonly PickleValue[]): PickleValue;
  /** The value that stands for data kept outside of the pickle. */
  persistent(id: PickleValue): PickleValue;
}

/** Thrown for bytes that are no pickle of the kind that PyTorch writes (protocol 2 and later). */
export class NotAPickle extends Error {
  override readonly name = 'NotAPickle';
}
