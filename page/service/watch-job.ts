import { hasEnded, readJob, type Job } from './job.js';
import { Problem } from './problem.js';
import { serverEvents, textOf } from './server-events.js';
import type { Service } from './service.js';

/** Consecutive streams without an event before the page polls instead. */
const maxFruitless = 3;
const firstPauseMs = 500;
const pollIntervalMs = 2000;
/** The service sends a comment every 15 s; a connection that is silent for longer is dead. */
const silenceMs = 40_000;

/**
 * Follows a job until it has ended: by server-sent events, resumed after a disconnect, or by polling
 * if they do not arrive.
 * @param onJob called whenever the job has changed
 * @throws Problem `job_not_found` and others that waiting cannot fix; AbortError
 */
export async function watchJob(
  service: Service,
  jobId: string,
  signal: AbortSignal,
  onJob: (job: Job) => void,
): Promise<void> {
  let seen: string | undefined;
  let fruitless = 0;
  while (fruitless < maxFruitless) {
    const before = seen;
    try {
      for await (const { id, job } of liveJob(service, jobId, seen, signal)) {
        seen = id ?? seen;
        onJob(job);
        if (hasEnded(job)) return;
      }
    } catch (error) {
      if (isFinal(error, signal)) throw error;
    }
    fruitless = seen === before ? fruitless + 1 : 0;
    await pause(firstPauseMs * 2 ** fruitless, signal);
  }
  await poll(service, jobId, signal, onJob);
}

async function* liveJob(
  service: Service,
  jobId: string,
  seen: string | undefined,
  signal: AbortSignal,
): AsyncGenerator<{ id: string | undefined; job: Job }> {
  const silence = new AbortController();
  const cut = () => {
    silence.abort();
  };
  let timer = setTimeout(cut, silenceMs);
  try {
    const response = await service.request(`/status/${jobId}/events`, {
      signal: AbortSignal.any([signal, silence.signal]),
      headers: { accept: 'text/event-stream', ...(seen === undefined ? {} : { 'last-event-id': seen }) },
      cache: 'no-store',
    });
    if (!response.body) return;
    for await (const event of serverEvents(textOf(response.body))) {
      clearTimeout(timer);
      timer = setTimeout(cut, silenceMs);
      if (event) yield { id: event.id, job: readJob(JSON.parse(event.data)) };
    }
  } finally {
    clearTimeout(timer);
  }
}

async function poll(
  service: Service,
  jobId: string,
  signal: AbortSignal,
  onJob: (job: Job) => void,
): Promise<void> {
  for (;;) {
    try {
      const job = readJob(await service.json(`/status/${jobId}`, { signal, cache: 'no-store' }));
      onJob(job);
      if (hasEnded(job)) return;
    } catch (error) {
      if (isFinal(error, signal)) throw error;
    }
    await pause(pollIntervalMs, signal);
  }
}

/** Whether a retry would give the same result. A service that is temporarily unavailable is retried. */
function isFinal(error: unknown, signal: AbortSignal): boolean {
  if (signal.aborted) return true;
  return error instanceof Problem && error.status >= 400 && error.status < 500 && error.status !== 429;
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener(
      'abort',
      () => {
        clearTimeout(timer);
        reject(new DOMException('canceled', 'AbortError'));
      },
      { once: true },
    );
  });
}
