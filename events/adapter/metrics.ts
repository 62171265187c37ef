import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';
import type { Store } from '../../storage/store.js';
import { markedJobs } from '../status/marker.js';

/** What Prometheus can ask the adapter for. */
export interface AdapterMetrics {
  readonly registry: Registry;
  readonly requests: Histogram<'method' | 'route' | 'status'>;
  readonly jobsAccepted: Counter;
  readonly jobsRefused: Counter;
  readonly jobsResent: Counter<'why'>;
}

/** @param countedJobs more open jobs than this are not counted */
export function createMetrics(store: Store, countedJobs: number): AdapterMetrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  new Gauge({
    name: 'avatar_open_jobs',
    help: 'Jobs that have not ended',
    registers,
    async collect() {
      this.set((await markedJobs(store, 'open', countedJobs)).length);
    },
  });
  return {
    registry,
    requests: new Histogram({
      name: 'avatar_http_request_seconds',
      help: 'Time until the head of an answer, by route',
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
