import type { ByteReader } from './byte-reader.js';
import { NotAPickle, PickleGlobal, type PickleValue, type PickleRules } from './pickle-value.js';

const MARK = Symbol('mark');
/** The names that PyTorch writes have at most some 60 characters; those of modules are paths of classes. */
const maxNameLength = 500;

/** The stack and the memo of a pickle that is being read, and the rules for its calls. */
export class PickleMachine {
  readonly reader: ByteReader;
  readonly #rules: PickleRules;
  readonly #stack: (PickleValue | typeof MARK)[] = [];
  readonly #memo = new Map<number, PickleValue>();

  constructor(reader: ByteReader, rules: PickleRules) {
    this.reader = reader;
    this.#rules = rules;
  }

  push(value: PickleValue): void {
    this.#stack.push(value);
  }

  mark(): void {
    this.#stack.push(MARK);
  }

  top(): PickleValue {
    const value = this.#stack.at(-1);
    if (value === undefined || value === MARK) throw new NotAPickle('the stack is empty');
    return value;
  }

  pop(): PickleValue {
    const value = this.top();
    this.#stack.pop();
    return value;
  }

  popSome(count: number): PickleValue[] {
    return Array.from({ length: count }, () => this.pop()).reverse();
  }

  popToMark(): PickleValue[] {
    const start = this.#stack.lastIndexOf(MARK);
    if (start < 0) throw new NotAPickle('there is no mark on the stack');
    const values = this.popSome(this.#stack.length - start - 1);
    this.#stack.pop();
    return values;
  }

  memorize(key = this.#memo.size): void {
    this.#memo.set(key, this.top());
  }

  recall(key: number): void {
    const value = this.#memo.get(key);
    if (value === undefined) throw new NotAPickle(`memo ${String(key)} was never set`);
    this.push(value);
  }

  /** The module and the name on the stack. Anything but texts could take forever to write down. */
  popNames(): [string, string] {
    const [module, name] = this.popSome(2);
    if (typeof module !== 'string' || typeof name !== 'string') throw new NotAPickle('a name is not a text');
    return [module, name];
  }

  pushGlobal(module: string, name: string): void {
    const path = `${module}.${name}`;
    if (path.length > maxNameLength) throw new NotAPickle(`a name has ${String(path.length)} characters`);
    this.#rules.admit(path);
    this.push(new PickleGlobal(path));
  }

  pushPersistent(id: PickleValue): void {
    this.push(this.#rules.persistent(id));
  }

  /**
   * Replaces the name and the parameters on the stack with the result that the rules define for the
   * call.
   */
  call(): void {
    const parameters = this.pop();
    const callee = this.pop();
    if (!(callee instanceof PickleGlobal) || !Array.isArray(parameters)) {
      throw new NotAPickle('a call of something that is not a name');
    }
    this.push(this.#rules.call(callee.path, parameters));
  }

  append(values: readonly PickleValue[]): void {
    const list = this.top();
    if (!Array.isArray(list)) throw new NotAPickle('items are appended to something that is not a list');
    for (const value of values) list.push(value);
  }

  assign(keysAndValues: readonly PickleValue[]): void {
    const dictionary = this.top();
    if (!(dictionary instanceof Map))
      throw new NotAPickle('items are set on something that is not a dictionary');
    for (let i = 0; i + 1 < keysAndValues.length; i += 2) {
      dictionary.set(keysAndValues[i] ?? null, keysAndValues[i + 1] ?? null);
    }
  }
}
