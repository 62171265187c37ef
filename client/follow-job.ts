import type { Job } from './api-types.js';
import { readAnswer, withFields } from './answer.js';
import type { Connection } from './connection.js';
import { readEvents } from './event-stream.js';
import { AvatarServiceError } from './service-error.js';

/** Whether an answer is a job. */
export const isJob = withFields<Job>('jobId', 'state');

/** The pause before a lost connection is opened again. */
const reconnectMs = 1000;
/** Failures in a row, without an event in between, after which the service counts as gone. */
const maxFailures = 10;
const waitable = new Set(['unreachable', 'rate_limited', 'store_unavailable', 'not_finished']);

/**
 * Yields a job whenever it has changed, until it has ended.
 * @throws AvatarServiceError; the reason of the signal
 */
export async function* followJob(
  connection: Connection,
  jobId: string,
  signal: AbortSignal | undefined,
): AsyncGenerator<Job> {
  let lastId: string | undefined;
  for (let failures = 0; failures < maxFailures; failures++) {
    signal?.throwIfAborted();
    if (failures > 0) await pause(reconnectMs, signal);
    try {
      const headers = { accept: 'text/event-stream', 'last-event-id': lastId };
      const path = `/status/${encodeURIComponent(jobId)}/events`;
      const { status, body } = await connection.send(path, { headers, signal });
      if (status === 204 || !body) return;
      for await (const { id, data } of readEvents(body, signal)) {
        const job = readAnswer(data, isJob);
        lastId = id;
        failures = 0;
        yield job;
        if (!['queued', 'processing'].includes(job.state)) return;
      }
    } catch (error) {
      signal?.throwIfAborted();
      // An error of the stream itself is a lost connection.
      if (!(error instanceof AvatarServiceError)) continue;
      if (!waitable.has(error.code) || failures === maxFailures - 1) throw error;
      await pause((error.retryAfterSeconds ?? 0) * 1000, signal);
    }
  }
  throw new AvatarServiceError(
    `The connection that follows job ${jobId} was lost ${String(maxFailures)} times.`,
    {
      code: 'unreachable',
      jobId,
    },
  );
}

async function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const abort = () => {
      clearTimeout(timer);
      reject(signal?.reason instanceof Error ? signal.reason : new Error('aborted'));
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', abort);
      resolve();
    }, ms);
    signal?.addEventListener('abort', abort, { once: true });
    if (signal?.aborted === true) abort();
  });
}
