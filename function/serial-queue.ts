/** Lets one piece of work run at a time; the others wait for their turn. */
export class SerialQueue {
  #last: Promise<unknown> = Promise.resolve();
  #waiting = 0;

  /** How many are at work or wait. */
  get size(): number {
    return this.#waiting;
  }

  async run<T>(work: () => Promise<T>): Promise<T> {
    this.#waiting++;
    const turn = this.#last.then(work);
    this.#last = turn.catch(() => undefined);
    try {
      return await turn;
    } finally {
      this.#waiting--;
    }
  }

  /** Resolves when nobody is at work or waits any more. */
  async onIdle(): Promise<void> {
    while (this.#waiting > 0) await this.#last;
  }
}
