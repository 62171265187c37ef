/**
 * A text that the browser keeps under a name. Where it lets the page keep nothing (site data are
 * blocked, or there is no room), the page keeps it itself, until it is closed.
 */
export class SafeStorage {
  readonly #storage: () => Storage;
  readonly #name: string;
  /** What the browser did not take. */
  #inPage: string | undefined;

  /** @param storage gives the browser's; merely asking for it throws where site data are blocked */
  constructor(storage: () => Storage, name: string) {
    this.#storage = storage;
    this.#name = name;
  }

  /** @returns undefined where nothing was kept */
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
