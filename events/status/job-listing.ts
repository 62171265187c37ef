import { z } from 'zod';
import { parseJson } from '../../errors/parse-json.js';
import { readDocument, writeDocument } from '../../storage/documents.js';
import type { Store } from '../../storage/store.js';

/*
 * The list of jobs: one small object for each job, whose name starts with the time until the year 2286, so that stores
 * list the newest job first. The request of a job is the truth; an entry whose time differs from the request's is
 * left over, and readers skip it.
 */

/** Milliseconds since 1970 that still have 13 digits. */
const maxTimeMs = 9_999_999_999_999;
const namePattern = /^(\d{13})\.([a-z0-9-]{1,64})$/;
const entrySchema = z.object({ client: z.string() });

/** Where a client's own jobs are listed, or all jobs. @param client its id; undefined for all clients */
export function listingPrefix(client: string | undefined): string {
  return client === undefined ? 'listed/all/' : `listed/by-client/${client}/`;
}

/** The name of a job's entry. @param time of its request, ISO 8601; an unreadable one counts as 1970 */
export function listingName(jobId: string, time: string | undefined): string {
  const parsed = Date.parse(time ?? '');
  const timeMs = Number.isNaN(parsed) ? 0 : Math.min(Math.max(parsed, 0), maxTimeMs);
  return `${String(maxTimeMs - timeMs).padStart(13, '0')}.${jobId}`;
}

/** The job of an entry. @returns undefined if the text is not the name of an entry */
export function jobIdOfListing(name: string): string | undefined {
  return namePattern.exec(name)?.[2];
}

/** When the job of an entry was requested, in milliseconds since 1970. */
export function listingTimeMs(name: string): number {
  return maxTimeMs - Number(namePattern.exec(name)?.[1] ?? maxTimeMs);
}

/** Lists a job. @param client the id of the client that requested it; empty if it is unknown */
export async function addListing(
  store: Store,
  jobId: string,
  time: string | undefined,
  client: string,
): Promise<void> {
  const name = listingName(jobId, time);
  const text = JSON.stringify({ client });
  await Promise.all(prefixesOf(client).map((prefix) => writeDocument(store, prefix + name, text, 'absent')));
}

/** Removes a job from the lists. @param client undefined if it is to be read from the entry */
export async function removeListing(
  store: Store,
  jobId: string,
  time: string | undefined,
  client?: string,
): Promise<void> {
  const name = listingName(jobId, time);
  const owner = client ?? (await clientIn(store, name));
  await Promise.all(prefixesOf(owner).map((prefix) => store.delete(prefix + name)));
}

async function clientIn(store: Store, name: string): Promise<string> {
  const document = await readDocument(store, listingPrefix(undefined) + name);
  const entry = entrySchema.safeParse(document && parseJson(document.text));
  return entry.success ? entry.data.client : '';
}

function prefixesOf(client: string): string[] {
  return [listingPrefix(undefined), ...(client === '' ? [] : [listingPrefix(client)])];
}
