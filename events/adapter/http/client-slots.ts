import { RenderError } from '../../../errors/render-error.js';

/** The share of all slots that one client may have. */
const maxShareOfClient = 0.25;
const retryAfterSeconds = 5;

/** Limits how many answers are held open at once, by one client and by all clients together. */
export class ClientSlots {
  readonly #max: number;
  readonly #kind: string;
  readonly #setting: string;
  readonly #clients = new Map<string, number>();
  #count = 0;

  /**
   * @param kind what is counted, for messages
   * @param setting the name of the limit
   */
  constructor(max: number, kind: string, setting: string) {
    this.#setting = setting;
    this.#max = max;
    this.#kind = kind;
  }

  /**
   * Takes a slot for a client.
   * @returns a function that gives it back
   * @throws RenderError `rate_limited` if the client, or all clients together, have too many
   */
  open(client: string): () => void {
    const own = this.#clients.get(client) ?? 0;
    const maxOwn = Math.ceil(this.#max * maxShareOfClient);
    if (own >= maxOwn || this.#count >= this.#max) {
      const [open, limit] = own >= maxOwn ? [own, maxOwn] : [this.#count, this.#max];
      throw new RenderError(
        'rate_limited',
        `${String(open)} ${this.#kind} are open; the limit is ${String(limit)} (${this.#setting}). Close some, or try again in ${String(retryAfterSeconds)} s.`,
        { details: { open, limit, retryAfterSeconds } },
      );
    }
    this.#count++;
    this.#clients.set(client, own + 1);
    let isOpen = true;
    return () => {
      if (!isOpen) return;
      isOpen = false;
      this.#count--;
      const left = (this.#clients.get(client) ?? 1) - 1;
      if (left > 0) this.#clients.set(client, left);
      else this.#clients.delete(client);
    };
  }
}
