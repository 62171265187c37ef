import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';
import { addBuildInfo } from '../../config/build-info-metric.js';
import { FaultLog } from '../../config/fault-log.js';
import type { Store } from '../../storage/store.js';
import { OpenJobCounter, type CountSettings } from './open-jobs.js';

type CountOptions = Omit<CountSettings, 'faults' | 'timeoutMs'> & { readonly timeoutMs?: number };

/** Prometheus waits for 10 s by default, the store's clients for longer. */
const maxCountingMs = 5000;

/** The metrics that Prometheus scrapes from the adapter. `docs/metrics.md` describes each. */
export interface AdapterMetrics {
  readonly registry: Registry;
  readonly requests: Histogram<'method' | 'route' | 'status'>;
  readonly waits: Histogram<'route'>;
  readonly jobsAccepted: Counter;
  readonly jobsRefused: Counter;
  readonly jobsResent: Counter<'reason'>;
  readonly jobsFailed: Counter<'code'>;
}

/**
 * Creates the metrics. While the store does not answer, those of open jobs are omitted and the others are
 * served.
 * @param counting how open jobs are counted; `timeoutMs` is shorter in tests
 */
export function createAdapterMetrics(
  store: Store,
  { timeoutMs = maxCountingMs, ...counting }: CountOptions,
): AdapterMetrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  addBuildInfo(registry, 'adapter');
  const counter = new OpenJobCounter(store, { ...counting, timeoutMs, faults: new FaultLog() });
  new Gauge({
    name: 'avatar_open_jobs',
    help: 'Jobs that have not ended, up to OPEN_JOBS_MAX',
    registers,
    async collect() {
      const jobs = await counter.count();
      if (jobs) this.set(jobs.count);
      else this.remove();
    },
  });
  new Gauge({
    name: 'avatar_oldest_open_job_seconds',
    help: 'Time since the oldest job that has not ended was requested; 0 without open jobs',
    registers,
    async collect() {
      const jobs = await counter.count();
      if (jobs) this.set(jobs.oldestSeconds);
      else this.remove();
    },
  });
  const jobsFailed = new Counter({
    name: 'avatar_jobs_failed_total',
    help: 'Jobs that failed for good, by error code',
    labelNames: ['code'],
    registers,
  });
  // A counter that appears with its first failure would hide it from rate().
  jobsFailed.inc({ code: 'job_abandoned' }, 0);
  return {
    registry,
    jobsFailed,
    requests: new Histogram({
      name: 'avatar_http_request_duration_seconds',
      help: 'Time until the response headers are sent, by route, without requests with ?wait=',
      labelNames: ['method', 'route', 'status'],
      registers,
    }),
    waits: new Histogram({
      name: 'avatar_http_wait_duration_seconds',
      help: 'Time that requests with ?wait= waited for the end of a job, by route',
      labelNames: ['route'],
      buckets: [1, 2.5, 5, 10, 20, 30, 60, 120],
      registers,
    }),
    jobsAccepted: new Counter({ name: 'avatar_jobs_accepted_total', help: 'Jobs answered 202', registers }),
    jobsRefused: new Counter({ name: 'avatar_jobs_refused_total', help: 'Jobs answered 429', registers }),
    jobsResent: new Counter({
      name: 'avatar_jobs_resent_total',
      help: 'Requests and outcomes sent again: by the sweep, as undelivered, or after a dead letter',
      labelNames: ['reason'],
      registers,
    }),
  };
}
