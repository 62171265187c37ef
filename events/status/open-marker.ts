import { z } from 'zod';
import { readDocument, writeDocument } from '../../storage/documents.js';
import type { Store } from '../../storage/store.js';
import { jobKeys, openPrefix } from './keys.js';

/** What stands in the marker of a job that has not ended. */
const markerSchema = z.object({
  /** When the job was last sent to the sink by the sweep, or created. */
  sentAt: z.iso.datetime(),
  /** How often the sweep has sent it. */
  resent: z.int().nonnegative(),
});

export type OpenMarker = z.infer<typeof markerSchema> & { readonly etag: string };

/** Marks a job as unfinished; a marker that is there stays as it is. */
export async function writeMarker(store: Store, jobId: string): Promise<void> {
  const text = JSON.stringify({ sentAt: new Date().toISOString(), resent: 0 });
  await writeDocument(store, jobKeys.open(jobId), text, 'absent');
}

export async function readMarker(store: Store, jobId: string): Promise<OpenMarker | undefined> {
  const document = await readDocument(store, jobKeys.open(jobId));
  return document && { ...markerSchema.parse(JSON.parse(document.text)), etag: document.etag };
}

/** Notes that the job is being sent again. @returns false where another sweep was faster */
export async function countResend(
  store: Store,
  jobId: string,
  { resent, etag }: OpenMarker,
): Promise<boolean> {
  const text = JSON.stringify({ sentAt: new Date().toISOString(), resent: resent + 1 });
  return (await writeDocument(store, jobKeys.open(jobId), text, { etag })) !== undefined;
}

export async function deleteMarker(store: Store, jobId: string): Promise<void> {
  await store.delete(jobKeys.open(jobId));
}

/** Ids of the jobs that have not ended, no more than `limit`. */
export async function openJobs(store: Store, limit = Infinity): Promise<string[]> {
  const ids: string[] = [];
  for await (const { key } of store.list(openPrefix)) {
    if (ids.push(key.slice(openPrefix.length)) >= limit) break;
  }
  return ids;
}
