/** A name in a pickle, `module.name`; it is never looked up or called. */
export class PickleGlobal {
  readonly path: string;

  constructor(path: string) {
    this.path = path;
  }
}

/** An inert pickled object: the name of its class and its state. */
export class PickleObject {
  readonly className: string;
  state: PickleValue = null;

  constructor(className: string) {
    this.className = className;
  }
}

/** What a {@link PickleRules} returns for the calls and references that it allows. */
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

/** Defines the results of the few calls that a pickle of tensors needs. */
export interface PickleRules {
  /** Receives each name before anything else happens with it; throws for all unknown ones. */
  admit(path: string): void;
  /** The value of the call of `path` with `parameters`. */
  call(path: string, parameters: readonly PickleValue[]): PickleValue;
  /** The value of data that is stored outside the pickle. */
  persistent(id: PickleValue): PickleValue;
}

/** Thrown for bytes that are not a pickle of the kind that PyTorch writes (protocol 2 and later). */
export class NotAPickle extends Error {
  override readonly name = 'NotAPickle';
}
