import { createHash } from 'node:crypto';
import { Transform, type Readable } from 'node:stream';
import { finished, pipeline } from 'node:stream/promises';
import { RenderError } from '../../../errors/render-error.js';
import type { Store } from '../../../storage/store.js';
import { readJob } from '../../status/job.js';
import { jobKeys } from '../../status/keys.js';

/** The uploaded voice of a request, on its way into the store. */
export class VoiceUpload {
  readonly #store: Store;
  readonly #jobId: string;
  readonly #isKnown: boolean;
  /** Whether the store has, or may have, a voice that this request uploaded. */
  #isOurs = false;

  /** @param isKnown whether the job already existed: then a repeated voice is not stored again */
  constructor(store: Store, jobId: string, isKnown: boolean) {
    this.#store = store;
    this.#jobId = jobId;
    this.#isKnown = isKnown;
  }

  /**
   * Reads the voice to its end and stores it. The same voice may arrive again under the same id; a
   * different one is rejected.
   * @returns its SHA-256
   * @throws RenderError `request_invalid` if it is empty, `idempotency_conflict`; `store_*`
   */
  async receive(file: Readable, signal: AbortSignal): Promise<string> {
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
    if (bytes === 0)
      throw new RenderError('request_invalid', 'voice: the file is empty. Send a voice recording.');
    const sha256 = hash.digest('hex');
    if (this.#isKnown || this.#isOurs || (await this.#storedHash()) === sha256) return sha256;
    throw new RenderError(
      'idempotency_conflict',
      'This Idempotency-Key was used with another voice. Use a new key.',
    );
  }

  /** Deletes the voice of a failed request, unless a job will use it. */
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
      // A bucket whose answer was lost may have stored it.
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
