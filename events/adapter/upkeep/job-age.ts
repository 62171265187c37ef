import type { Clock } from '../../../domain/clock.js';
import { jobKeys } from '../../status/keys.js';
import { lastHeartbeat } from '../../status/lease.js';
import type { AdapterContext } from '../context.js';

/**
 * How far apart two times are, in milliseconds. A clock that was ahead when a time was written leaves it in the
 * future for days; its distance from now says as much as an age.
 */
export function distanceMs(time: Date, clock: Clock): number {
  return Math.abs(clock.epochMs() - time.getTime());
}

/**
 * How long ago the request of a job was stored, by the store's clock; events from elsewhere may have any time in
 * them. A time in the future counts as now.
 */
export async function requestAgeMs(
  jobId: string,
  { store, clock }: Pick<AdapterContext, 'store' | 'clock'>,
): Promise<number> {
  const stored = await store.head(jobKeys.request(jobId));
  return stored ? Math.max(0, clock.epochMs() - stored.modified.getTime()) : 0;
}

/**
 * Whether a function is rendering a job. The clocks of the store and of this machine may differ slightly; the factor
 * allows for that.
 */
export async function isLeased(
  jobId: string,
  { store, settings, clock }: Pick<AdapterContext, 'store' | 'settings' | 'clock'>,
): Promise<boolean> {
  const heartbeat = await lastHeartbeat(store, jobId);
  return heartbeat !== undefined && distanceMs(heartbeat, clock) < 3 * settings.CLAIM_SECONDS * 1000;
}
