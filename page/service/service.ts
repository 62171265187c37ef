import { SafeStorage } from './safe-storage.js';
import { Problem, problemIn } from './problem.js';

/** Asks a person for a key; `wrong` where one was given that the service does not know. */
export type AskForKey = (wrong: boolean) => Promise<string | undefined>;

/** The service behind this page. Where it wants a key, somebody is asked for one, and the request made again. */
export class Service {
  readonly #askForKey: AskForKey;
  readonly #keptKey = new SafeStorage(() => sessionStorage, 'avatar-service.key');
  #key = this.#keptKey.read();
  #asking: Promise<boolean> | undefined;

  constructor(askForKey: AskForKey) {
    this.#askForKey = askForKey;
  }

  /** Whether requests bear a key. */
  get hasKey(): boolean {
    return this.#key !== undefined;
  }

  /**
   * @returns the answer, where it is a success
   * @throws Problem what the service says is wrong; `network` where it says nothing
   */
  async request(path: string, init: RequestInit = {}): Promise<Response> {
    for (;;) {
      const key = this.#key;
      const headers = new Headers(init.headers);
      if (key !== undefined) headers.set('authorization', `Bearer ${key}`);
      const response = await fetch(path, { ...init, headers }).catch((error: unknown) => {
        if (error instanceof DOMException && error.name === 'AbortError') throw error;
        throw new Problem('network', 'there was no answer from the service');
      });
      if (response.ok) return response;
      const problem = await problemIn(response);
      const mayAsk = problem.code === 'unauthorized';
      // Somebody else may have got a key while this request was under way.
      if (!mayAsk || !(key !== this.#key || (await this.giveKey(key !== undefined)))) throw problem;
    }
  }

  /** The JSON of an answer. */
  async json(path: string, init: RequestInit = {}): Promise<unknown> {
    const headers = new Headers(init.headers);
    headers.set('accept', 'application/json');
    const response = await this.request(path, { ...init, headers });
    return response.json();
  }

  /** An address that a picture or video can have: where a key is wanted, that of a copy in the page. */
  async mediaUrl(path: string): Promise<string> {
    if (!this.hasKey) return path;
    const response = await this.request(path);
    return URL.createObjectURL(await response.blob());
  }

  /** Asks for a key, once for all that want one. @returns whether one was given */
  giveKey(wrong: boolean): Promise<boolean> {
    this.#asking ??= this.#askForKey(wrong)
      .then((key) => {
        if (key === undefined) return false;
        this.#key = key;
        this.#keptKey.write(key);
        return true;
      })
      .finally(() => {
        this.#asking = undefined;
      });
    return this.#asking;
  }
}
