/** The requests that a server has received and not yet answered. */
export class OpenRequests {
  readonly #open = new Set<object>();
  readonly #waiting: (() => void)[] = [];

  add(request: object): void {
    this.#open.add(request);
  }

  delete(request: object): void {
    this.#open.delete(request);
    if (this.#open.size > 0) return;
    for (const resolve of this.#waiting.splice(0)) resolve();
  }

  /** Resolves when all requests are answered. */
  async onIdle(): Promise<void> {
    if (this.#open.size === 0) return;
    await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }
}
