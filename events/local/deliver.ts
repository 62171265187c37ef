import { buffer } from 'node:stream/consumers';
import type { CloudEvent } from 'cloudevents';
import { guardedRequest } from '../../outbound/guarded-request.js';
import { binaryMessage } from '../contract/http-binding.js';
import { readEvent } from '../contract/read-event.js';

/** How an attempt to deliver an event ended. */
export type DeliveryResult =
  | { readonly accepted: true; readonly reply: CloudEvent<unknown> | undefined }
  | { readonly accepted: false; readonly status: number | undefined };

/** Statuses after which Knative delivers again; other 4xx go to the dead letters at once. */
const retried = new Set([404, 408, 409, 429]);

/** Whether a Broker delivers an event again that was not accepted. */
export function isRetried(status: number | undefined): boolean {
  return status === undefined || status >= 500 || retried.has(status);
}

/**
 * Delivers an event once, in binary mode like a Broker. A reply must be a CloudEvent or empty. A render
 * sends nothing until it is done; `fetch` would wait for 300 s only.
 * @throws the reason of the signal; nothing else
 */
export async function post(
  event: CloudEvent<unknown>,
  to: URL,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<DeliveryResult> {
  const { headers, body } = binaryMessage(event);
  const failed = (status?: number): DeliveryResult => ({ accepted: false, status });
  // Not `AbortSignal.timeout`: Node 20 garbage-collects one that only `AbortSignal.any` refers to, and
  // it never fires.
  const tooLong = new AbortController();
  const timer = setTimeout(() => {
    tooLong.abort();
  }, timeoutMs);
  try {
    const response = await guardedRequest(to, {
      method: 'POST',
      allowed: 'any',
      headers,
      body,
      signal: AbortSignal.any([signal, tooLong.signal]),
    });
    const answer = await buffer(response);
    const { statusCode: status = 0 } = response;
    if (status < 200 || status > 299) return failed(status);
    if (answer.length === 0) return { accepted: true, reply: undefined };
    const reply = readEvent({ headers: response.headers, body: answer });
    // Any other reply counts as no answer, as in Knative.
    return reply ? { accepted: true, reply } : failed();
  } catch {
    signal.throwIfAborted();
    return failed();
  } finally {
    clearTimeout(timer);
  }
}
