import { createHash } from 'node:crypto';
import { Transform, type Readable } from 'node:stream';
import { finished, pipeline } from 'node:stream/promises';
import { RenderError } from '../../../errors/render-error.js';
import type { Store } from '../../../storage/store.js';
import { readJob } from '../../status/job.js';
import { jobKeys } from '../../status/keys.js';

/** The voice that a request brings along, on its way into the store. */
export class VoiceUpload {
  readonly #store: Store;
  readonly #jobId: string;
  readonly #isKnown: boolean;
  /** Whether the store has, or may have, a voice of this request, and not another's. */
  #isOurs = false;

  /**
   * @param isKnown whether there was such a job before: then a voice that comes again is not kept,
   * since the job has its own, or had it until it ended
   */
  constructor(store: Store, jobId: string, isKnown: boolean) {
    this.#store = store;
    this.#jobId = jobId;
    this.#isKnown = isKnown;
  }

  /**
   * Reads the voice to its end, into the store. The same voice may come at once under the same id;
   * another one is refused.
   * @returns its SHA-256
   * @throws RenderError `request_invalid` where it is empty, `idempotency_conflict`; the store's
   */
  async take(file: Readable, signal: AbortSignal): Promise<string> {
    const hash = createHash('sha256');
    let bytes = 0;
    const counting = new Transform({
      transform(chunk: Buffer, _, done) {
        hash.update(chunk);
        bytes += chunk.length;
        done(null, chunk);
      },
    });
    file.on('error', (error) => counting.destroy(error));
    const voice = file.pipe(counting);
    if (this.#isKnown) await finished(voice.resume(), { signal });
    else await this.#put(voice, signal);
    if (bytes === 0) throw new RenderError('request_invalid', 'voice: the file is empty');
    const sha256 = hash.digest('hex');
    if (this.#isKnown || this.#isOurs || (await this.#storedHash()) === sha256) return sha256;
    throw new RenderError(
      'idempotency_conflict',
      'this Idempotency-Key was used before with another voice; take a new key',
    );
  }

  /** Deletes the voice of a request that nothing came of, unless a job is to be made from it. */
  async forget(): Promise<void> {
    if (!this.#isOurs) return;
    const job = await readJob(this.#store, this.#jobId);
    if (!job || job.state === 'ended') await this.#store.delete(jobKeys.upload(this.#jobId));
  }

  async #put(voice: Readable, signal: AbortSignal): Promise<void> {
    const options = { contentType: 'application/octet-stream', only: 'absent', signal } as const;
    try {
      const put = await this.#store.put(jobKeys.upload(this.#jobId), voice, options);
      this.#isOurs = put !== undefined;
    } catch (error) {
      // A bucket whose answer was lost may have it.
      this.#isOurs = error instanceof RenderError && error.code === 'store_unavailable';
      throw error;
    }
  }

  async #storedHash(): Promise<string | undefined> {
    const object = await this.#store.get(jobKeys.upload(this.#jobId));
    if (!object) return undefined;
    const hash = createHash('sha256');
    await pipeline(object.body, hash);
    return hash.digest('hex');
  }
}
