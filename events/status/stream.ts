import { z } from 'zod';
import { sha256Schema } from '../../domain/schemas.js';
import { RenderError } from '../../errors/render-error.js';
import { writeDocument } from '../../storage/documents.js';
import type { Store } from '../../storage/store.js';
import { jobKeys } from './keys.js';
import { readWhole } from './torn-document.js';

const partSchema = z.object({ bytes: z.int().positive(), sha256: sha256Schema });

const streamSchema = z.object({
  /** Of picture and sound (RFC 6381). */
  codecs: z.array(z.string()),
  width: z.int().positive(),
  height: z.int().positive(),
  fps: z.number().positive(),
  /** Of the whole video. */
  frames: z.int().positive(),
  init: partSchema,
  /** The fragments in the store, in their order. */
  fragments: z.array(partSchema.extend({ frames: z.int().nonnegative() })),
  /** Whether no further fragment follows. */
  isComplete: z.boolean(),
});

/** What the store has of a streamed video. */
export type StoredStream = z.infer<typeof streamSchema>;

/** Two renderers meet when one takes over; they do not meet often. */
const maxTries = 8;

/** @returns undefined if nothing of the job's video was streamed yet, or its index is torn */
export async function readStream(store: Store, jobId: string): Promise<StoredStream | undefined> {
  return streamIn(await readWhole(store, jobKeys.streamIndex(jobId)));
}

/**
 * Stores what there is of a stream. A renderer that has lost its lease without noticing may write, too: what
 * is stored never becomes less.
 * @returns what is stored now
 * @throws RenderError `store_unavailable` if others keep writing
 */
export async function writeStream(store: Store, jobId: string, stream: StoredStream): Promise<StoredStream> {
  const key = jobKeys.streamIndex(jobId);
  for (let tries = 0; tries < maxTries; tries++) {
    const document = await readWhole(store, key);
    const merged = mergeStreams(stream, streamIn(document));
    const only = document ? { etag: document.etag } : 'absent';
    if (await writeDocument(store, key, JSON.stringify(merged), only)) return merged;
  }
  throw new RenderError('store_unavailable', `The stream of job ${jobId} is being written by others.`);
}

/** Deletes what was streamed of a job's video. */
export async function deleteStream(store: Store, jobId: string): Promise<void> {
  const keys: string[] = [];
  for await (const { key } of store.list(jobKeys.stream(jobId))) keys.push(key);
  // The index goes first, so that nothing is offered that is already gone.
  await store.delete(jobKeys.streamIndex(jobId));
  for (const key of keys) await store.delete(key);
}

/** Ids of the jobs of which something was streamed. */
export async function listStreams(store: Store): Promise<string[]> {
  const ids = new Set<string>();
  const prefix = jobKeys.stream('').slice(0, -1);
  for await (const { key } of store.list(prefix)) ids.add(key.slice(prefix.length).split('/')[0] ?? '');
  return [...ids];
}

function streamIn(document: { readonly text: string | undefined } | undefined): StoredStream | undefined {
  return document?.text === undefined ? undefined : streamSchema.parse(JSON.parse(document.text));
}

function mergeStreams(mine: StoredStream, stored: StoredStream | undefined): StoredStream {
  if (stored?.init.sha256 !== mine.init.sha256) return mine;
  const fragments = [...mine.fragments, ...stored.fragments.slice(mine.fragments.length)];
  return { ...mine, fragments, isComplete: mine.isComplete || stored.isComplete };
}
