import { randomUUID } from 'node:crypto';
import { RenderError } from '../errors/render-error.js';
import { writeDocument } from './documents.js';
import type { Store } from './store.js';

/** No object has this ETag. */
const otherEtag = `"${'0'.repeat(32)}"`;

/**
 * Checks that a store refuses to create an object twice, and to swap one whose ETag differs. Some
 * S3-compatible servers accept such conditions and ignore them: then two processes render a job, and
 * outcomes are overwritten. It writes one small object and deletes it.
 * @throws RenderError `store_refused`, naming the capability or permission that the store lacks. Other
 *   faults may pass (an outage, a bucket that is being created): readiness reports them
 */
export async function checkConditions(store: Store): Promise<void> {
  const key = `probes/${randomUUID()}`;
  try {
    // Without the permission to list, a bucket answers 403 for what it does not contain.
    await store.get(key);
    await writeDocument(store, key, '{}', 'absent');
    const [created, swapped] = await attemptBoth(store, key);
    const ignored = [...(created ? ['If-None-Match'] : []), ...(swapped ? ['If-Match'] : [])];
    if (ignored.length > 0) throw ignoredError(store, ignored);
  } catch (error) {
    if (error instanceof RenderError && error.details['lacking'] !== true) return;
    throw error;
  }
}

/** Creates and swaps an object that exists and has another ETag, and deletes it; neither must succeed. */
async function attemptBoth(store: Store, key: string) {
  try {
    return await Promise.all([
      writeDocument(store, key, '{"again":true}', 'absent'),
      writeDocument(store, key, '{"swapped":true}', { etag: otherEtag }),
    ]);
  } finally {
    await store.delete(key);
  }
}

function ignoredError({ url }: Store, conditions: readonly string[]): RenderError {
  return new RenderError(
    'store_refused',
    `${url} ignores conditional writes (${conditions.join(' and ')} of PutObject), so two processes ` +
      'could render the same job. Use a store that supports them.',
    { details: { lacking: true, ignored: conditions } },
  );
}
