import type {
  AcceptedJob,
  Avatar,
  AvatarDetail,
  Job,
  JobPage,
  RecordingRenderRequest,
  RenderRequest,
  Version,
  Voice,
} from './api-types.js';
import { listOf, withFields } from './answer.js';
import { Connection, type ConnectionOptions } from './connection.js';
import { followJob, isJob } from './follow-job.js';
import { errorOfJob } from './service-error.js';
import { streamedBytes } from './streamed-bytes.js';

export type {
  AcceptedJob,
  Avatar,
  AvatarDetail,
  Job,
  JobPage,
  RecordingRenderRequest,
  RenderRequest,
  TextRenderRequest,
  Version,
  Voice,
} from './api-types.js';
export type { ConnectionOptions } from './connection.js';
export { AvatarServiceError, type ServiceErrorCode } from './service-error.js';

/** What a render may be asked for with; fields that are undefined are absent. */
export type RenderInput = OrUndefined<RenderRequest> | UploadRequest;

/** A render whose voice is uploaded. */
export type UploadRequest = OrUndefined<Omit<RecordingRenderRequest, 'voiceUrl'>> & { readonly voice: Blob };

type OrUndefined<T> = T extends object
  ? { [K in keyof T]: OrUndefined<T[K]> | (object extends Pick<T, K> ? undefined : never) }
  : T;

/** What every call may be given. */
interface CallOptions {
  readonly signal?: AbortSignal | undefined;
}

/** Which jobs to list. */
export interface JobQuery {
  readonly state?: Job['state'] | undefined;
  /** Jobs on a page, 1 to 100. */
  readonly limit?: number | undefined;
  /** `nextCursor` of the page before. */
  readonly cursor?: string | undefined;
}

/**
 * A client of the HTTP API, for Node and browsers. Every method throws {@link AvatarServiceError} with the code of the
 * service's problem, or the reason of its signal.
 */
export class AvatarClient {
  readonly #connection: Connection;

  constructor(options: ConnectionOptions) {
    this.#connection = new Connection(options);
  }

  /**
   * Starts a job.
   * @param options.idempotencyKey makes it safe to repeat the call: the same key and request start one job
   */
  async render(
    request: RenderInput,
    { idempotencyKey, signal }: CallOptions & { readonly idempotencyKey?: string | undefined } = {},
  ): Promise<AcceptedJob> {
    return this.#connection.json('/render', withFields<AcceptedJob>('jobId', 'statusUrl'), {
      method: 'POST',
      body: 'voice' in request && request.voice instanceof Blob ? formOf(request) : request,
      headers: { 'idempotency-key': idempotencyKey },
      signal,
    });
  }

  /**
   * Waits until a job has ended.
   * @param options.onProgress called with the job whenever it has changed
   * @returns the completed job
   * @throws AvatarServiceError with the code that the job failed with, or `cancelled`
   */
  async wait(
    jobId: string,
    { signal, onProgress }: CallOptions & { readonly onProgress?: ((job: Job) => void) | undefined } = {},
  ): Promise<Job> {
    let last: Job | undefined;
    for await (const job of this.events(jobId, { signal })) {
      last = job;
      onProgress?.(job);
    }
    const ended = last ?? (await this.job(jobId, { signal }));
    const error = errorOfJob(ended);
    if (error) throw error;
    return ended;
  }

  /**
   * Follows a job: yields it whenever it has changed, until it has ended. Lost connections are opened again.
   */
  events(jobId: string, { signal }: CallOptions = {}): AsyncGenerator<Job> {
    return followJob(this.#connection, jobId, signal);
  }

  /** A job as it is now. */
  async job(jobId: string, { signal }: CallOptions = {}): Promise<Job> {
    return this.#connection.json(`/jobs/${encodeURIComponent(jobId)}`, isJob, { signal });
  }

  /** The video of a completed job, in its format. Read the body of the answer, or cancel it. */
  async video(jobId: string, { signal }: CallOptions = {}): Promise<Response> {
    return this.#connection.send(`${statusPath(jobId)}/video`, { signal });
  }

  /** The address of a job's video. With API keys, only clients that send one can open it. */
  videoUrl(jobId: string): string {
    return this.#connection.urlOf(`${statusPath(jobId)}/video`);
  }

  /** The bytes of a job with `stream`, as they are made (fragmented MP4). If the job fails, they end with an error. */
  stream(jobId: string, { signal }: CallOptions = {}): AsyncGenerator<Uint8Array> {
    return streamedBytes(this.#connection, `${statusPath(jobId)}/live.mp4`, jobId, signal);
  }

  /** Where players watch a job with `stream` (HLS). With API keys, only clients that send one can open it. */
  streamUrl(jobId: string): string {
    return this.#connection.urlOf(`${statusPath(jobId)}/stream.m3u8`);
  }

  /** The same as one MP4 that grows, for Media Source Extensions and programs. */
  liveUrl(jobId: string): string {
    return this.#connection.urlOf(`${statusPath(jobId)}/live.mp4`);
  }

  /** The first frame of a job's video (JPEG). Read the body of the answer, or cancel it. */
  async poster(jobId: string, { signal }: CallOptions = {}): Promise<Response> {
    return this.#connection.send(`${statusPath(jobId)}/poster.jpg`, { signal });
  }

  /** The captions of a job with a text (WebVTT). */
  async captions(jobId: string, { signal }: CallOptions = {}): Promise<string> {
    return (await this.#connection.send(`${statusPath(jobId)}/captions.vtt`, { signal })).text();
  }

  /** Cancels a job that has not ended. */
  async cancel(jobId: string, { signal }: CallOptions = {}): Promise<void> {
    await this.#connection.send(`/render/${encodeURIComponent(jobId)}`, { method: 'DELETE', signal });
  }

  /** Deletes a job with its video and everything else that is stored of it. */
  async remove(jobId: string, { signal }: CallOptions = {}): Promise<void> {
    await this.#connection.send(statusPath(jobId), { method: 'DELETE', signal });
  }

  /** A page of jobs, the newest first. */
  async jobPage({ state, limit, cursor }: JobQuery = {}, { signal }: CallOptions = {}): Promise<JobPage> {
    return this.#connection.json('/jobs', withFields<JobPage>('jobs'), {
      query: { state, limit, cursor },
      signal,
    });
  }

  /** All jobs, the newest first, fetched page by page. */
  async *jobs(query: JobQuery = {}, options: CallOptions = {}): AsyncGenerator<Job> {
    let { cursor } = query;
    do {
      const page = await this.jobPage({ ...query, cursor }, options);
      yield* page.jobs;
      cursor = page.nextCursor;
    } while (cursor !== undefined);
  }

  /** All portraits, ordered by id. */
  async avatars({ signal }: CallOptions = {}): Promise<Avatar[]> {
    return this.#connection.json('/avatars', listOf(withFields<Avatar>('id')), { signal });
  }

  /** The properties of a portrait. */
  async avatar(id: string, { signal }: CallOptions = {}): Promise<AvatarDetail> {
    return this.#connection.json(`/avatars/${encodeURIComponent(id)}`, withFields<AvatarDetail>('id'), {
      signal,
    });
  }

  /** The picture of a portrait. Read the body of the answer, or cancel it. */
  async avatarPicture(id: string, { signal }: CallOptions = {}): Promise<Response> {
    return this.#connection.send(`/avatars/${encodeURIComponent(id)}/picture`, { signal });
  }

  /** The voices that can speak a text; the first one is used by default. */
  async voices({ signal }: CallOptions = {}): Promise<Voice[]> {
    return this.#connection.json('/voices', listOf(withFields<Voice>('id')), { signal });
  }

  /** The name and version of the service. */
  async version({ signal }: CallOptions = {}): Promise<Version> {
    return this.#connection.json('/version', withFields<Version>('version'), { signal });
  }
}

function statusPath(jobId: string): string {
  return `/status/${encodeURIComponent(jobId)}`;
}

function formOf(request: RenderInput): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries<unknown>({ ...request })) {
    if (value instanceof Blob) form.set(name, value);
    else if (value !== undefined) form.set(name, typeof value === 'string' ? value : JSON.stringify(value));
  }
  return form;
}
