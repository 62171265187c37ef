import { z } from 'zod';
import type { Clock } from '../../domain/clock.js';
import { RenderError } from '../../errors/render-error.js';
import { writeDocument, type StoredDocument } from '../../storage/documents.js';
import type { Store } from '../../storage/store.js';
import { jobKeys } from './keys.js';
import { readWhole } from './torn-document.js';

const leaseSchema = z.object({
  owner: z.string(),
  /** Counts the renderers that have leased the job. */
  attempt: z.int().positive(),
  /** Counts the heartbeats of this renderer. */
  heartbeat: z.int().nonnegative(),
  /** The owner has given up, and any process may take the lease at once. */
  released: z.boolean(),
  /** How earlier attempts failed (`failureFingerprint`). */
  failures: z.array(z.string()).default([]),
  /** What ended the last attempt that failed. */
  lastError: z.object({ code: z.string(), message: z.string() }).optional(),
});

/** What ended an attempt: the code and message of its error. */
type LastError = NonNullable<LeaseDocument['lastError']>;

type LeaseDocument = z.infer<typeof leaseSchema>;

/**
 * The right to render a job. The owner keeps it by swapping the document for a new version every third
 * of the lease time. If it stops, because the process died or lost its connection, another process
 * takes over.
 */
export interface Lease {
  readonly attempt: number;
  /** How earlier attempts failed: what their `release` was given. */
  readonly failures: readonly string[];
  /** Aborts with `job_busy` when the lease is lost. */
  readonly lost: AbortSignal;
  /**
   * Lets others take the lease at once.
   * @param failure how this attempt failed, for the next one
   * @param lastError what people are shown if no attempt succeeds
   */
  release(failure?: string, lastError?: LastError): Promise<void>;
  /** Stops the heartbeats and leaves the lease as it is. */
  stop(): void;
}

/** Who asks for a lease, and for how long it is valid without a heartbeat. */
export interface LeaseOwner {
  /** Names the process. */
  readonly name: string;
  readonly leaseSeconds: number;
  readonly clock: Clock;
}

/** What a waiting process has observed about another's lease. */
export interface ObservedLease {
  readonly etag: string;
  readonly sinceMs: number;
}

/**
 * Tries to acquire the lease on a job. Another's lease is valid as long as it changes: one that has
 * stayed the same for `leaseSeconds` on the waiting process's own clock has expired. Clocks of two
 * machines are never compared.
 * @param observed what the last attempt returned
 * @returns the lease, or what was observed about another's
 */
export async function acquireLease(
  store: Store,
  jobId: string,
  owner: LeaseOwner,
  observed?: ObservedLease,
): Promise<Lease | ObservedLease> {
  const document = await readWhole(store, jobKeys.lease(jobId));
  const current = leaseIn(document);
  const nowMs = owner.clock.monotonicMs();
  if (document && current && !current.released) {
    if (observed?.etag !== document.etag) return { etag: document.etag, sinceMs: nowMs };
    if (nowMs - observed.sinceMs < owner.leaseSeconds * 1000) return observed;
  }
  const mine: LeaseDocument = {
    owner: owner.name,
    attempt: (current?.attempt ?? 0) + 1,
    heartbeat: 0,
    released: false,
    failures: current?.failures ?? [],
    lastError: current?.lastError,
  };
  const acquired = await put(store, jobId, mine, document);
  if (acquired) return keepLease(store, jobId, { ...mine, etag: acquired.etag }, owner);
  return acquireLease(store, jobId, owner, observed);
}

export function isLease(lease: Lease | ObservedLease): lease is Lease {
  return 'release' in lease;
}

/** When the lease on a job last changed, on the store's clock; undefined without a lease. */
export async function lastHeartbeat(store: Store, jobId: string): Promise<Date | undefined> {
  const lease = leaseIn(await readWhole(store, jobKeys.lease(jobId)));
  if (!lease || lease.released) return undefined;
  return (await store.head(jobKeys.lease(jobId)))?.modified;
}

/**
 * Releases the lease of a process that is blocked and cannot do so itself. A lease that another process
 * has taken over stays as it is.
 * @param failure how the attempt failed, for the next one
 */
export async function releaseLease(
  store: Store,
  jobId: string,
  owner: string,
  failure: string,
): Promise<void> {
  const document = await readWhole(store, jobKeys.lease(jobId));
  const current = leaseIn(document);
  if (!document || current?.owner !== owner || current.released) return;
  const released = { ...current, failures: [...current.failures, failure], released: true };
  await put(store, jobId, released, document);
}

/** What ended the last attempt at a job that failed; undefined if none did. */
export async function readLastError(store: Store, jobId: string): Promise<LastError | undefined> {
  return leaseIn(await readWhole(store, jobKeys.lease(jobId)))?.lastError;
}

/** A torn lease counts as none. */
function leaseIn(document: { readonly text: string | undefined } | undefined): LeaseDocument | undefined {
  return document?.text === undefined ? undefined : leaseSchema.parse(JSON.parse(document.text));
}

function keepLease(
  store: Store,
  jobId: string,
  { etag: firstEtag, ...first }: LeaseDocument & { readonly etag: string },
  { leaseSeconds, clock }: LeaseOwner,
): Lease {
  const loss = new AbortController();
  const stopped = new AbortController();
  const intervalMs = (leaseSeconds * 1000) / 3;
  let etag = firstEtag;
  let heartbeat = 0;
  let aliveMs = clock.monotonicMs();

  // A heartbeat may have reached the store although its answer was lost: then the lease is still ours.
  const ownEtag = async () => {
    const document = await readWhole(store, jobKeys.lease(jobId));
    const { owner, attempt } = leaseIn(document) ?? {};
    return owner === first.owner && attempt === first.attempt ? document?.etag : undefined;
  };
  const swap = async (next: LeaseDocument) => {
    let swapped = await put(store, jobId, next, { etag });
    if (!swapped) {
      const own = await ownEtag();
      if (own !== undefined) swapped = await put(store, jobId, next, { etag: own });
    }
    if (!swapped) throw new RenderError('job_busy', `Another process has taken over job ${jobId}.`);
    etag = swapped.etag;
    aliveMs = clock.monotonicMs();
  };
  const sendHeartbeat = async () => {
    try {
      await swap({ ...first, heartbeat: ++heartbeat });
    } catch (error) {
      // A store that is unavailable for a moment is harmless until the lease could have expired.
      const isOwn = error instanceof RenderError && error.code === 'store_unavailable';
      if (!isOwn || clock.monotonicMs() - aliveMs > leaseSeconds * 1000) loss.abort(error);
    }
  };
  const sendHeartbeats = async () => {
    let dueMs = aliveMs;
    while (!loss.signal.aborted) {
      // Counted from the last due time, so that slow answers of the store do not lengthen the interval.
      dueMs = Math.max(dueMs + intervalMs, clock.monotonicMs());
      await clock.sleep(dueMs - clock.monotonicMs(), stopped.signal);
      await sendHeartbeat();
    }
  };
  // Ends when `stop` aborts its sleep.
  const sending = sendHeartbeats().catch(() => undefined);
  const stop = () => stopped.abort();

  return {
    attempt: first.attempt,
    failures: first.failures,
    lost: loss.signal,
    stop,
    async release(failure, lastError = first.lastError) {
      stop();
      await sending;
      if (loss.signal.aborted) return;
      const failures = failure === undefined ? first.failures : [...first.failures, failure];
      await swap({ ...first, failures, lastError, heartbeat: ++heartbeat, released: true });
    },
  };
}

function put(
  store: Store,
  jobId: string,
  lease: LeaseDocument,
  current: Pick<StoredDocument, 'etag'> | undefined,
) {
  const only = current ? { etag: current.etag } : 'absent';
  return writeDocument(store, jobKeys.lease(jobId), JSON.stringify(lease), only);
}
