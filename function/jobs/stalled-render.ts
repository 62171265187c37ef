import { RenderError } from '../../errors/render-error.js';
import { releaseLease } from '../../events/status/lease.js';
import type { Store } from '../../storage/store.js';

/** How a lease says that an attempt blocked its process. */
const stallFailure = 'render_stalled';
/** The first stall may have been the machine's fault. */
const maxStalls = 2;

/**
 * The error for a job that has blocked one process after the other: it is not rendered again.
 * @param failures how earlier attempts failed
 */
export function stalledError(failures: readonly string[]): RenderError | undefined {
  const attempts = failures.filter((failure) => failure === stallFailure).length;
  if (attempts < maxStalls) return undefined;
  return new RenderError(
    'render_stalled',
    `The render blocked its process ${String(attempts)} times (STALL_SECONDS). Save the voice and the portrait in another format, or use others.`,
    { details: { attempts } },
  );
}

/** Counts a stall against a job, for a process that cannot do so itself, and releases its lease. */
export async function recordStall(store: Store, jobId: string, owner: string): Promise<void> {
  await releaseLease(store, jobId, owner, stallFailure);
}
