import { setTimeout as sleep } from 'node:timers/promises';
import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';
import { FaultLog, reasonOf } from '../../config/fault-log.js';
import type { Logger } from '../../config/logger.js';
import { RenderError } from '../../errors/render-error.js';
import type { Store } from '../../storage/store.js';
import { listEntries } from '../status/outbox.js';

/** Prometheus waits for 10 s by default, the store's clients for longer. */
const maxCountingMs = 5000;

/** The metrics that Prometheus scrapes from the adapter. */
export interface AdapterMetrics {
  readonly registry: Registry;
  readonly requests: Histogram<'method' | 'route' | 'status'>;
  readonly jobsAccepted: Counter;
  readonly jobsRefused: Counter;
  readonly jobsResent: Counter<'why'>;
}

/**
 * Creates the metrics. While the store does not answer, the number of open jobs is omitted and the
 * others are served.
 * @param countedJobs open jobs are counted up to this number
 * @param log gets one line when the store stops answering
 * @param countingMs the maximum time for counting; shorter in tests
 */
export function createAdapterMetrics(
  store: Store,
  countedJobs: number,
  log: Pick<Logger, 'warn'>,
  countingMs = maxCountingMs,
): AdapterMetrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const faults = new FaultLog();
  new Gauge({
    name: 'avatar_open_jobs',
    help: 'Jobs that have not ended',
    registers,
    async collect() {
      try {
        const entries = await withTimeout(listEntries(store, 'pending', countedJobs), countingMs);
        this.set(entries.length);
        faults.clear();
      } catch (error) {
        this.remove();
        const reason = reasonOf(error);
        if (faults.isNew(reason))
          log.warn(
            { event: 'jobs.uncountable', reason },
            'Open jobs cannot be counted: the store does not answer',
          );
      }
    },
  });
  return {
    registry,
    requests: new Histogram({
      name: 'avatar_http_request_seconds',
      help: 'Time until the response headers are sent, by route',
      labelNames: ['method', 'route', 'status'],
      registers,
    }),
    jobsAccepted: new Counter({ name: 'avatar_jobs_accepted_total', help: 'Jobs answered 202', registers }),
    jobsRefused: new Counter({ name: 'avatar_jobs_refused_total', help: 'Jobs answered 429', registers }),
    jobsResent: new Counter({
      name: 'avatar_jobs_resent_total',
      help: 'Requests sent again, by the sweep or after a dead letter',
      labelNames: ['why'],
      registers,
    }),
  };
}

async function withTimeout<T>(counting: Promise<T>, countingMs: number): Promise<T> {
  const counted = await Promise.race([counting, sleep(countingMs, undefined, { ref: false })]);
  if (counted !== undefined) return counted;
  throw new RenderError(
    'store_unavailable',
    `The store did not list its objects within ${String(countingMs / 1000)} s`,
  );
}
