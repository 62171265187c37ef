import { servicePath } from './base-path.js';
import { texts } from '../texts/texts.js';
import { SafeStorage } from './safe-storage.js';
import { PageProblem, problemIn } from './problem.js';

/** Asks the user for a key; `wrong` if the service has rejected one. */
export type AskForKey = (wrong: boolean) => Promise<string | undefined>;

/**
 * The service behind this page. If it requires a key, the user is asked for one and the request is
 * repeated.
 */
export class Service {
  readonly #askForKey: AskForKey;
  readonly #keptKey = new SafeStorage(() => sessionStorage, 'avatar-service.key');
  #key = this.#keptKey.read();
  /** Object URLs of downloaded pictures and videos, by path. */
  readonly #copies = new Map<string, Promise<string>>();
  #asking: Promise<boolean> | undefined;

  constructor(askForKey: AskForKey) {
    this.#askForKey = askForKey;
  }

  /** Whether requests contain a key. */
  get hasKey(): boolean {
    return this.#key !== undefined;
  }

  /**
   * @returns the response, if it is a success
   * @throws Problem what the service says is wrong; `network` if it does not answer
   */
  async request(path: string, init: RequestInit = {}): Promise<Response> {
    for (;;) {
      const key = this.#key;
      const headers = new Headers(init.headers);
      if (key !== undefined) headers.set('authorization', `Bearer ${key}`);
      const response = await fetch(servicePath(path), { ...init, headers }).catch((error: unknown) => {
        if (error instanceof DOMException && error.name === 'AbortError') throw error;
        throw new PageProblem('network', texts.problem.noAnswer);
      });
      if (response.ok) return response;
      const problem = await problemIn(response);
      const mayAsk = problem.code === 'unauthorized';
      // Another request may have obtained a key in the meantime.
      if (!mayAsk || !(key !== this.#key || (await this.giveKey(key !== undefined)))) throw problem;
    }
  }

  /** The JSON of a response. */
  async json(path: string, init: RequestInit = {}): Promise<unknown> {
    const headers = new Headers(init.headers);
    headers.set('accept', 'application/json');
    const response = await this.request(path, { ...init, headers });
    return response.json();
  }

  /**
   * A URL for an element's picture or video. If a key is required, it is that of a copy in the page,
   * which is downloaded once and kept until {@link releaseMedia}.
   */
  mediaUrl(path: string): Promise<string> {
    if (!this.hasKey) return Promise.resolve(servicePath(path));
    const known = this.#copies.get(path);
    if (known) return known;
    const copy = this.#copy(path);
    this.#copies.set(path, copy);
    copy.catch(() => this.#copies.delete(path));
    return copy;
  }

  /** Frees the copy of a picture or video that no element shows any more. */
  releaseMedia(path: string): void {
    const copy = this.#copies.get(path);
    this.#copies.delete(path);
    copy?.then(
      (url) => URL.revokeObjectURL(url),
      () => undefined,
    );
  }

  async #copy(path: string): Promise<string> {
    const response = await this.request(path);
    return URL.createObjectURL(await response.blob());
  }

  /** Asks for a key, once for all requests that need one. @returns whether one was given */
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
