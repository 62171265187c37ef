import { readAnswer, type AnswerCheck } from './answer.js';
import { AvatarServiceError, errorOfResponse } from './service-error.js';

/** Where the service is, and how it is called. */
export interface ConnectionOptions {
  /** Its address, with `BASE_PATH` if it has one: `https://avatars.example.com`. */
  readonly baseUrl: string | URL;
  /** One of its API keys, if it has any. */
  readonly apiKey?: string | undefined;
  /** Sends requests; the global `fetch` by default. */
  readonly fetch?: typeof fetch | undefined;
}

/** A request to the service. */
export interface ServiceRequest {
  readonly method?: 'GET' | 'POST' | 'DELETE';
  readonly query?: Readonly<Record<string, string | number | undefined>>;
  readonly headers?: Readonly<Record<string, string | undefined>>;
  /** A form, or what becomes JSON. */
  readonly body?: FormData | object | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Sends requests to one service. */
export class Connection {
  readonly #baseUrl: string;
  readonly #apiKey: string | undefined;
  readonly #fetch: typeof fetch;

  constructor({ baseUrl, apiKey, fetch: send = (...given) => fetch(...given) }: ConnectionOptions) {
    this.#baseUrl = String(baseUrl).replace(/\/+$/, '');
    this.#apiKey = apiKey;
    this.#fetch = send;
  }

  /** The absolute address of a path of the service, without `BASE_PATH`. */
  urlOf(path: string): string {
    return this.#baseUrl + path;
  }

  /** @throws AvatarServiceError for every answer that is not 2xx, and without an answer */
  async send(
    path: string,
    { method = 'GET', query = {}, headers = {}, body, signal }: ServiceRequest = {},
  ): Promise<Response> {
    const url = new URL(this.urlOf(path));
    for (const [name, value] of Object.entries(query))
      if (value !== undefined) url.searchParams.set(name, String(value));
    const sent = new Headers();
    for (const [name, value] of Object.entries(headers)) if (value !== undefined) sent.set(name, value);
    if (this.#apiKey !== undefined) sent.set('authorization', `Bearer ${this.#apiKey}`);
    const isForm = body === undefined || body instanceof FormData;
    if (!isForm) sent.set('content-type', 'application/json');
    const init: RequestInit = { method, headers: sent };
    if (body !== undefined) init.body = isForm ? body : JSON.stringify(body);
    if (signal) init.signal = signal;
    const response = await this.#fetch(url, init).catch((error: unknown) => {
      signal?.throwIfAborted();
      throw new AvatarServiceError(`${url.origin} cannot be reached. Check that the service is running.`, {
        code: 'unreachable',
        cause: error,
      });
    });
    if (response.ok) return response;
    throw await errorOfResponse(response);
  }

  /** Asks for JSON. @throws AvatarServiceError */
  async json<T>(path: string, isExpected: AnswerCheck<T>, request: ServiceRequest = {}): Promise<T> {
    const headers = { accept: 'application/json', ...request.headers };
    const response = await this.send(path, { ...request, headers });
    return readAnswer(await response.text(), isExpected);
  }
}
