import { createHash, randomBytes } from 'node:crypto';
import { jobKeys } from '../events/status/keys.js';
import { createRequest } from '../events/status/request.js';
import { writeStream, type StoredStream } from '../events/status/stream.js';
import { sha256Of } from '../storage/files/sha256.js';
import type { FolderStore } from '../storage/folder/folder-store.js';
import { requested } from '../test/fixtures/events.js';

/** A stream of random bytes that is stored fragment by fragment, as a render does. */
export class GrowingStream {
  readonly #store: FolderStore;
  readonly #jobId: string;
  readonly #hash = createHash('sha256');
  #stream: StoredStream;

  private constructor(store: FolderStore, jobId: string, stream: StoredStream) {
    this.#store = store;
    this.#jobId = jobId;
    this.#stream = stream;
  }

  static async create(store: FolderStore, jobId: string): Promise<GrowingStream> {
    await createRequest(store, jobId, requested(jobId, { stream: true }));
    const init = randomBytes(1000);
    await store.put(jobKeys.streamInit(jobId), init, { contentType: 'video/mp4' });
    const part = { bytes: init.length, sha256: sha256Of(init) };
    const form = {
      codecs: ['avc1.64001f', 'mp4a.40.2'],
      width: 768,
      height: 768,
      fps: 25,
      frames: 1500,
    };
    const written = new GrowingStream(store, jobId, {
      ...form,
      init: part,
      fragments: [],
      isComplete: false,
    });
    written.#hash.update(init);
    return written;
  }

  get length(): number {
    return this.#stream.fragments.length;
  }

  /** Adds a fragment of a second. */
  async add(bytesEach: number): Promise<void> {
    const bytes = randomBytes(bytesEach);
    this.#hash.update(bytes);
    await this.#store.put(jobKeys.streamFragment(this.#jobId, this.length), bytes, {
      contentType: 'video/mp4',
    });
    const fragment = { bytes: bytes.length, sha256: sha256Of(bytes), frames: 25 };
    await this.#write({ fragments: [...this.#stream.fragments, fragment] });
  }

  /** @returns the digest of the whole */
  async end(): Promise<string> {
    await this.#write({ isComplete: true });
    return this.#hash.digest('hex');
  }

  async #write(changed: Partial<StoredStream>): Promise<void> {
    this.#stream = await writeStream(this.#store, this.#jobId, { ...this.#stream, ...changed });
  }
}
