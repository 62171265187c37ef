import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { Transform } from 'node:stream';
import { jobKeys } from '../events/status/keys.js';
import type { Store } from '../storage/store.js';

/**
 * Puts a finished video into the store, where it appears whole.
 * @returns its address there and its hash
 */
export async function publishVideo(
  store: Store,
  jobId: string,
  file: string,
  signal: AbortSignal,
): Promise<{ videoUrl: string; sha256: string }> {
  const hash = createHash('sha256');
  const hashing = new Transform({
    transform(chunk: Buffer, _, done) {
      hash.update(chunk);
      done(null, chunk);
    },
  });
  const source = createReadStream(file);
  source.on('error', (error) => hashing.destroy(error));
  const key = jobKeys.video(jobId);
  await store.put(key, source.pipe(hashing), { contentType: 'video/mp4', signal });
  return { videoUrl: `${store.url}/${key}`, sha256: hash.digest('hex') };
}
