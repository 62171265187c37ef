import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline, Transform } from 'node:stream';
import { jobKeys } from '../../events/status/keys.js';
import type { Store } from '../../storage/store.js';

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
  // Whichever of the two ends early takes the other along; the store is told by its body's error.
  pipeline(createReadStream(file), hashing, () => undefined);
  const key = jobKeys.video(jobId);
  await store.put(key, hashing, { contentType: 'video/mp4', signal });
  return { videoUrl: `${store.url}/${key}`, sha256: hash.digest('hex') };
}
