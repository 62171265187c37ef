import { z } from 'zod';
import { RenderError } from '../../errors/render-error.js';
import { readDocument, writeDocument, type StoredDocument } from '../../storage/documents.js';
import type { Store } from '../../storage/store.js';
import { jobKeys } from './keys.js';

const claimSchema = z.object({
  owner: z.string(),
  /** Counts the renderers that took the job. */
  attempt: z.int().positive(),
  /** Counts the signs of life of this one. */
  heartbeat: z.int().nonnegative(),
  /** The owner has given up, and anybody may take the job at once. */
  released: z.boolean(),
});

type ClaimDocument = z.infer<typeof claimSchema>;

/**
 * The right to render a job. It is kept by swapping the lease for a new one every third of its
 * time; who does not, because the process died or was cut off, loses it.
 */
export interface Lease {
  readonly attempt: number;
  /** Aborts, with `job_busy`, when the lease is lost. */
  readonly lost: AbortSignal;
  /** Lets others take the job at once. */
  release(): Promise<void>;
  /** Stops the signs of life, and leaves the lease as it is. */
  stop(): void;
}

/** What a waiting process has observed of another's lease. */
export interface ObservedLease {
  readonly etag: string;
  readonly sinceMs: number;
}

/**
 * Tries to take a job. A lease of another process stands as long as it changes: one that has stayed
 * the same for `leaseSeconds`, by the clock of the one who waits, is dead. No two clocks are compared.
 * @param observed what the last try returned
 * @returns the lease, or what was observed of another's
 */
export async function acquireLease(
  store: Store,
  jobId: string,
  owner: string,
  leaseSeconds: number,
  observed?: ObservedLease,
): Promise<Lease | ObservedLease> {
  const document = await readDocument(store, jobKeys.lease(jobId));
  const current = document && claimSchema.parse(JSON.parse(document.text));
  const nowMs = performance.now();
  if (document && current && !current.released) {
    if (observed?.etag !== document.etag) return { etag: document.etag, sinceMs: nowMs };
    if (nowMs - observed.sinceMs < leaseSeconds * 1000) return observed;
  }
  const mine: ClaimDocument = { owner, attempt: (current?.attempt ?? 0) + 1, heartbeat: 0, released: false };
  const taken = await put(store, jobId, mine, document);
  if (taken) return keepClaim(store, jobId, mine, taken.etag, leaseSeconds);
  return acquireLease(store, jobId, owner, leaseSeconds, observed);
}

export function isLease(lease: Lease | ObservedLease): lease is Lease {
  return 'release' in lease;
}

/** When the lease on a job last changed, by the store's clock; undefined where there is none. */
export async function lastHeartbeat(store: Store, jobId: string): Promise<Date | undefined> {
  const document = await readDocument(store, jobKeys.lease(jobId));
  if (!document || claimSchema.parse(JSON.parse(document.text)).released) return undefined;
  return (await store.head(jobKeys.lease(jobId)))?.modified;
}

function keepClaim(
  store: Store,
  jobId: string,
  first: ClaimDocument,
  firstEtag: string,
  leaseSeconds: number,
): Lease {
  const loss = new AbortController();
  let etag = firstEtag;
  let heartbeat = 0;
  let aliveMs = performance.now();
  let beating: Promise<void> = Promise.resolve();

  // A sign of life may be in the store though its answer was lost: the lease is ours all the same.
  const ownEtag = async () => {
    const document = await readDocument(store, jobKeys.lease(jobId));
    const { owner, attempt } = document ? claimSchema.parse(JSON.parse(document.text)) : {};
    return owner === first.owner && attempt === first.attempt ? document?.etag : undefined;
  };
  const swap = async (next: ClaimDocument) => {
    let swapped = await put(store, jobId, next, { etag });
    if (!swapped) {
      const own = await ownEtag();
      if (own !== undefined) swapped = await put(store, jobId, next, { etag: own });
    }
    if (!swapped) throw new RenderError('job_busy', `another process has taken job ${jobId}`);
    etag = swapped.etag;
    aliveMs = performance.now();
  };
  const beatOnce = async () => {
    try {
      await swap({ ...first, heartbeat: ++heartbeat });
    } catch (error) {
      // A store that is away for a moment is no loss, as long as nobody may think us dead.
      const isOwn = error instanceof RenderError && error.code === 'store_unavailable';
      if (!isOwn || performance.now() - aliveMs > leaseSeconds * 1000) loss.abort(error);
    }
  };
  const timer = setInterval(
    () => {
      beating = beating.then(beatOnce);
    },
    (leaseSeconds * 1000) / 3,
  );
  const stop = () => clearInterval(timer);
  loss.signal.addEventListener('abort', stop, { once: true });

  return {
    attempt: first.attempt,
    lost: loss.signal,
    stop,
    async release() {
      stop();
      await beating;
      if (!loss.signal.aborted) await swap({ ...first, heartbeat: ++heartbeat, released: true });
    },
  };
}

function put(
  store: Store,
  jobId: string,
  lease: ClaimDocument,
  current: Pick<StoredDocument, 'etag'> | undefined,
) {
  const only = current ? { etag: current.etag } : 'absent';
  return writeDocument(store, jobKeys.lease(jobId), JSON.stringify(lease), only);
}
