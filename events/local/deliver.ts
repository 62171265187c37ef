import { setTimeout as sleep } from 'node:timers/promises';
import { CloudEvent, HTTP } from 'cloudevents';
import { Agent, fetch } from 'undici';
import type { Trigger } from './trigger.js';

/** How a delivery ended. */
export type Delivery =
  | { readonly accepted: true; readonly reply: CloudEvent<unknown> | undefined }
  | { readonly accepted: false; readonly destination: URL; readonly status: number | undefined };

/** A render sends nothing until it is done; the trigger limits how long that may take. */
const patient = new Agent({ headersTimeout: 0, bodyTimeout: 0 });

/** Statuses after which Knative delivers again; other 4xx go to the dead letters at once. */
const retried = new Set([404, 408, 409, 429]);

/**
 * Delivers an event like a Broker: in binary mode, and again with growing pauses if the subscriber
 * does not accept it. A reply must be a CloudEvent or empty.
 */
export async function deliver(
  event: CloudEvent<unknown>,
  trigger: Trigger,
  signal: AbortSignal,
): Promise<Delivery> {
  const { subscriber, retry, backoffMs, timeoutMs } = trigger;
  let status: number | undefined;
  for (let attempt = 0; attempt <= retry; attempt++) {
    if (attempt > 0) await sleep(backoffMs * 2 ** (attempt - 1), undefined, { signal });
    await trigger.ready?.();
    signal.throwIfAborted();
    const answer = await post(event, subscriber, timeoutMs, signal);
    signal.throwIfAborted();
    if (answer.accepted) return answer;
    status = answer.status;
    if (status !== undefined && status < 500 && !retried.has(status)) break;
  }
  return { accepted: false, destination: subscriber, status };
}

/** Sends an event once. */
export async function post(
  event: CloudEvent<unknown>,
  to: URL,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<Delivery> {
  const { headers, body } = HTTP.binary(event);
  const failed = (status?: number): Delivery => ({ accepted: false, destination: to, status });
  // Not `AbortSignal.timeout`: Node 20 garbage-collects one that only `AbortSignal.any` refers to, and
  // it never fires.
  const tooLong = new AbortController();
  const timer = setTimeout(() => {
    tooLong.abort();
  }, timeoutMs);
  try {
    const response = await fetch(to, {
      method: 'POST',
      headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)])),
      body: String(body),
      signal: AbortSignal.any([signal, tooLong.signal]),
      dispatcher: patient,
    });
    const text = await response.text();
    if (!response.ok) return failed(response.status);
    if (text === '') return { accepted: true, reply: undefined };
    const reply = HTTP.toEvent<unknown>({ headers: Object.fromEntries(response.headers), body: text });
    // Any other reply counts as no answer, as in Knative.
    return reply instanceof CloudEvent ? { accepted: true, reply } : failed();
  } catch {
    return failed();
  } finally {
    clearTimeout(timer);
  }
}
