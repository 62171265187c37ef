import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type PutObjectCommandInput,
  type S3Client,
} from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import pRetry from 'p-retry';
import { isConditionFailed, isConflict, isMissing, storeError, wasRetried } from './s3-errors.js';
import { withStallTimeout } from './stall-timeout.js';
import {
  checkKey,
  swallowStreamErrors,
  type ByteRange,
  type ObjectInfo,
  type PutOptions,
  type Store,
  type StoredObject,
} from '../store.js';

/** The minimum part size of S3. An upload holds one part, and what has arrived of the next. */
const partBytes = 5 * 1024 * 1024;
/**
 * Two at once would make a stream half again as fast, but cost a server with many uploads a fifth more
 * memory.
 */
const partsAtOnce = 1;

/** Writers that have met once must not meet again, so their pauses are random. */
const conflictRetries = { retries: 5, minTimeout: 25, factor: 1.5, randomize: true } as const;

/**
 * A store in an S3 bucket, below a prefix. Conditions are S3's own: `If-None-Match: *` and `If-Match`
 * on PutObject and CompleteMultipartUpload.
 */
export class S3Store implements Store {
  readonly url: string;
  readonly #client: S3Client;
  readonly #bucket: string;
  readonly #prefix: string;
  readonly #stallMs: number;

  /**
   * @param prefix empty, or ending in `/`
   * @param stallMs the longest allowed pause of the server within an object
   */
  constructor(client: S3Client, bucket: string, prefix: string, stallMs: number) {
    this.#client = client;
    this.#bucket = bucket;
    this.#prefix = prefix;
    this.#stallMs = stallMs;
    this.url = `s3://${bucket}/${prefix}`.replace(/\/$/, '');
  }

  async put(
    key: string,
    body: Uint8Array | Readable,
    { contentType, only, signal }: PutOptions,
  ): Promise<{ etag: string } | undefined> {
    const condition = only === 'absent' ? { IfNoneMatch: '*' } : only ? { IfMatch: only.etag } : {};
    swallowStreamErrors(body);
    const input = { ...this.#at(key), Body: body, ContentType: contentType, ...condition };
    try {
      const { ETag } =
        body instanceof Readable
          ? await this.#upload(input, body, signal)
          : await this.#putBytes(input, signal);
      return { etag: ETag ?? '' };
    } catch (error) {
      signal?.throwIfAborted();
      // An error of the body is its owner's, not the bucket's.
      if (body instanceof Readable && body.errored) throw body.errored;
      if (only && isConditionFailed(error)) return await this.#ownPut(key, body, error);
      // Amazon answers 404 to the swap of an object that no longer exists.
      if (typeof only === 'object' && isMissing(error)) return undefined;
      throw storeError(error);
    } finally {
      if (body instanceof Readable) body.destroy();
    }
  }

  async get(key: string, range?: ByteRange): Promise<StoredObject | undefined> {
    const bytes = range && { Range: `bytes=${String(range.first)}-${String(range.last ?? '')}` };
    const output = await found(this.#client.send(new GetObjectCommand({ ...this.#at(key), ...bytes })));
    if (!(output?.Body instanceof Readable)) return undefined;
    const whole = /\/(\d+)$/.exec(output.ContentRange ?? '')?.[1];
    return {
      key,
      bytes: Number(whole ?? output.ContentLength ?? 0),
      etag: output.ETag ?? '',
      modified: output.LastModified ?? new Date(0),
      body: withStallTimeout(output.Body, this.#stallMs),
    };
  }

  async head(key: string): Promise<ObjectInfo | undefined> {
    const output = await found(this.#client.send(new HeadObjectCommand(this.#at(key))));
    return (
      output && {
        key,
        bytes: output.ContentLength ?? 0,
        etag: output.ETag ?? '',
        modified: output.LastModified ?? new Date(0),
      }
    );
  }

  async *list(prefix: string, after?: string): AsyncGenerator<ObjectInfo> {
    let token: string | undefined;
    do {
      const where = {
        Bucket: this.#bucket,
        Prefix: this.#prefix + prefix,
        ContinuationToken: token,
        ...(after === undefined ? {} : { StartAfter: this.#prefix + after }),
      };
      const page = await this.#client.send(new ListObjectsV2Command(where)).catch(rejectTranslated);
      for (const { Key = '', Size = 0, ETag = '', LastModified = new Date(0) } of page.Contents ?? []) {
        yield { key: Key.slice(this.#prefix.length), bytes: Size, etag: ETag, modified: LastModified };
      }
      token = page.NextContinuationToken;
    } while (token !== undefined);
  }

  async delete(key: string): Promise<void> {
    await found(this.#client.send(new DeleteObjectCommand(this.#at(key))));
  }

  async sign(key: string, { seconds, fileName }: { seconds: number; fileName: string }): Promise<string> {
    const disposition = `attachment; filename="${fileName.replace(/[^\w.-]/g, '_')}"`;
    const command = new GetObjectCommand({ ...this.#at(key), ResponseContentDisposition: disposition });
    return getSignedUrl(this.#client, command, { expiresIn: seconds }).catch(rejectTranslated);
  }

  #at(key: string): { Bucket: string; Key: string } {
    checkKey(key);
    return { Bucket: this.#bucket, Key: this.#prefix + key };
  }

  /**
   * The SDK repeats a conditional put whose answer was lost, and then meets its own object: if the
   * stored content is the same, the put has succeeded.
   */
  async #ownPut(
    key: string,
    body: Uint8Array | Readable,
    rejection: unknown,
  ): Promise<{ etag: string } | undefined> {
    if (body instanceof Readable || !wasRetried(rejection)) return undefined;
    const current = await this.get(key);
    if (!current) return undefined;
    return (await buffer(current.body)).equals(body) ? { etag: current.etag } : undefined;
  }

  /** Retries if another conditional put of the object was in progress: neither has won yet. */
  async #putBytes(
    input: PutObjectCommandInput,
    signal: AbortSignal | undefined,
  ): Promise<{ ETag?: string | undefined }> {
    const options = signal ? { abortSignal: signal } : {};
    return pRetry(() => this.#client.send(new PutObjectCommand(input), options), {
      ...conflictRetries,
      shouldRetry: ({ error }) => isConflict(error),
      ...(signal ? { signal } : {}),
    });
  }

  async #upload(
    input: PutObjectCommandInput,
    body: Readable,
    signal: AbortSignal | undefined,
  ): Promise<{ ETag?: string | undefined }> {
    const upload = new Upload({
      client: this.#client,
      params: input,
      partSize: partBytes,
      queueSize: partsAtOnce,
    });
    const abort = () => {
      void upload.abort();
      // An upload notices its abort only between two parts.
      body.destroy();
    };
    signal?.addEventListener('abort', abort, { once: true });
    try {
      signal?.throwIfAborted();
      return await upload.done();
    } finally {
      signal?.removeEventListener('abort', abort);
    }
  }
}

function rejectTranslated(error: unknown): never {
  throw storeError(error);
}

async function found<T>(request: Promise<T>): Promise<T | undefined> {
  return request.catch((error: unknown) => {
    if (isMissing(error)) return undefined;
    throw storeError(error);
  });
}
