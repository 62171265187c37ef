/** The part of the browser's storage that is used. */
interface TextStorage {
  getItem(name: string): string | null;
  setItem(name: string, text: string): void;
}

/**
 * A text that the browser stores under a name. If the browser does not allow that (blocked site data,
 * or no space), the page keeps the text until it is closed.
 */
export class SafeStorage {
  readonly #storage: () => TextStorage;
  readonly #name: string;
  /** What the browser did not store. */
  #inPage: string | undefined;

  /**
   * @param storage returns the browser's storage; even reading the property throws if site
   *   data are blocked
   */
  constructor(storage: () => TextStorage, name: string) {
    this.#storage = storage;
    this.#name = name;
  }

  /** @returns undefined if nothing was stored */
  read(): string | undefined {
    if (this.#inPage !== undefined) return this.#inPage;
    try {
      return this.#storage().getItem(this.#name) ?? undefined;
    } catch {
      return undefined;
    }
  }

  write(text: string): void {
    try {
      this.#storage().setItem(this.#name, text);
      this.#inPage = undefined;
    } catch {
      this.#inPage = text;
    }
  }
}
