import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline, Transform } from 'node:stream';
import { videoMediaTypes, type VideoFormat } from '../../domain/video-format.js';
import { jobKeys } from '../../events/status/keys.js';
import type { Store } from '../../storage/store.js';

/**
 * Uploads a finished video. It appears in the store completely or not at all.
 * @returns its address in the store and its SHA-256
 */
export async function publishVideo(
  store: Store,
  jobId: string,
  { file, format }: { readonly file: string; readonly format: VideoFormat },
  signal: AbortSignal,
): Promise<{ videoUrl: string; sha256: string }> {
  const hash = createHash('sha256');
  const hashing = new Transform({
    transform(chunk: Buffer, _, done) {
      hash.update(chunk);
      done(null, chunk);
    },
  });
  // If either stream ends early, the other one is destroyed; the store sees the error of its body.
  pipeline(createReadStream(file), hashing, () => undefined);
  const key = jobKeys.video(jobId, format);
  await store.put(key, hashing, { contentType: videoMediaTypes[format], signal });
  return { videoUrl: `${store.url}/${key}`, sha256: hash.digest('hex') };
}
