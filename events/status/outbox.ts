import { z } from 'zod';
import { parseJson } from '../../errors/parse-json.js';
import { readDocument, writeDocument } from '../../storage/documents.js';
import type { Store } from '../../storage/store.js';
import { jobKeys } from './keys.js';

/**
 * What an entry says about its job: it has not ended (`pending`), or its outcome may not have been
 * delivered (`undelivered`). The sweep works through both.
 */
export type OutboxKind = 'pending' | 'undelivered';

const entrySchema = z.object({
  /** When the sweep last sent the job's event, or when the entry was created. */
  sentAt: z.iso.datetime(),
  /** How many times the sweep has sent it. */
  resent: z.int().nonnegative(),
  /** How many times the event came back as a dead letter and was sent again. */
  deadLetters: z.int().nonnegative().default(0),
});

export type OutboxEntry = z.infer<typeof entrySchema> & { readonly etag: string };

/** Adds an entry; an existing one stays as it is. */
export async function addEntry(store: Store, kind: OutboxKind, jobId: string): Promise<void> {
  const text = JSON.stringify({ sentAt: new Date().toISOString(), resent: 0, deadLetters: 0 });
  await writeDocument(store, jobKeys[kind](jobId), text, 'absent');
}

/** An unreadable entry counts as old and never sent, so that the job is not lost. */
export async function readEntry(
  store: Store,
  kind: OutboxKind,
  jobId: string,
): Promise<OutboxEntry | undefined> {
  const document = await readDocument(store, jobKeys[kind](jobId));
  if (!document) return undefined;
  const { etag, text } = document;
  const parsed = entrySchema.safeParse(parseJson(text));
  const unknown = { sentAt: new Date(0).toISOString(), resent: 0, deadLetters: 0 };
  return { ...(parsed.success ? parsed.data : unknown), etag };
}

/**
 * Records that the sweep sends the job's event again.
 * @param entry as it was read, with the time at which the event is sent now
 * @returns false if another process was faster
 */
export async function recordResend(
  store: Store,
  kind: OutboxKind,
  jobId: string,
  entry: OutboxEntry,
): Promise<boolean> {
  const etag = await writeEntry(store, jobKeys[kind](jobId), { ...entry, resent: entry.resent + 1 });
  return etag !== undefined;
}

/**
 * Records that a dead letter is sent again.
 * @param entry as it was read, with the time at which the event is sent now
 * @returns the entry as it is now; undefined if another process was faster
 */
export async function recordDeadLetter(
  store: Store,
  jobId: string,
  entry: OutboxEntry,
): Promise<OutboxEntry | undefined> {
  const counted = { ...entry, deadLetters: entry.deadLetters + 1 };
  const etag = await writeEntry(store, jobKeys.pending(jobId), counted);
  return etag === undefined ? undefined : { ...counted, etag };
}

/** Takes back what {@link recordDeadLetter} recorded, because the event could not be sent. */
export async function withdrawDeadLetter(store: Store, jobId: string, counted: OutboxEntry): Promise<void> {
  await writeEntry(store, jobKeys.pending(jobId), { ...counted, deadLetters: counted.deadLetters - 1 });
}

/** @returns the etag of what was written; undefined if another process was faster */
async function writeEntry(
  store: Store,
  key: string,
  { sentAt, resent, deadLetters, etag }: OutboxEntry,
): Promise<string | undefined> {
  const text = JSON.stringify({ sentAt, resent, deadLetters });
  return (await writeDocument(store, key, text, { etag }))?.etag;
}

export async function removeEntry(store: Store, kind: OutboxKind, jobId: string): Promise<void> {
  await store.delete(jobKeys[kind](jobId));
}

/** Ids of the jobs with such an entry, at most `limit`. */
export async function listEntries(store: Store, kind: OutboxKind, limit = Infinity): Promise<string[]> {
  const prefix = jobKeys[kind]('');
  const ids: string[] = [];
  for await (const { key } of store.list(prefix)) {
    if (ids.push(key.slice(prefix.length)) >= limit) break;
  }
  return ids;
}
