import { createHash, type Hash } from 'node:crypto';
import { Transform, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { RenderError } from '../../errors/render-error.js';
import type { Store } from '../../storage/store.js';
import { jobKeys } from '../status/keys.js';

/**
 * Streams an uploaded voice into the store, as that of a job. The same voice may come again under
 * the same id; another one is refused.
 * @returns its SHA-256
 * @throws RenderError `request_invalid` where it is empty, `idempotency_conflict`
 */
export async function uploadVoice(
  store: Store,
  jobId: string,
  file: Readable,
  signal: AbortSignal,
): Promise<string> {
  const key = jobKeys.upload(jobId);
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
  const put = await store.put(key, file.pipe(counting), {
    contentType: 'application/octet-stream',
    only: 'absent',
    signal,
  });
  if (bytes === 0) {
    if (put) await store.delete(key);
    throw new RenderError('request_invalid', 'voice: the file is empty');
  }
  const sha256 = hash.digest('hex');
  if (!put && (await storedHash(store, key)) !== sha256) {
    throw new RenderError(
      'idempotency_conflict',
      'this Idempotency-Key was used before with another voice; take a new key',
    );
  }
  return sha256;
}

async function storedHash(store: Store, key: string): Promise<string | undefined> {
  const object = await store.get(key);
  if (!object) return undefined;
  const hash: Hash = createHash('sha256');
  await pipeline(object.body, hash);
  return hash.digest('hex');
}
