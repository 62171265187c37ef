import { readFile } from 'node:fs/promises';
import { SpanKind } from '@opentelemetry/api';
import type { CloudEvent } from 'cloudevents';
import { z } from 'zod';
import type { Settings } from '../../config/settings.js';
import { activeTrace, hasActiveSpan, inSpan } from '../../config/tracing.js';
import { errnoOf, RenderError } from '../../errors/render-error.js';
import { binaryMessage } from '../contract/http-binding.js';
import { lineageOf } from '../contract/lineage.js';

/** Sends events to a Knative Broker, or to whatever `K_SINK` names. */
export type Sink = (event: CloudEvent<unknown>, signal?: AbortSignal) => Promise<void>;

const overridesSchema = z.object({ extensions: z.record(z.string(), z.string()).optional() });

/**
 * Opens the sink of the settings; undefined if they name no sink. Events are sent in binary mode. The sink
 * throws RenderError `sink_unavailable` if an event is not accepted in time.
 * @throws RenderError `bad_setting` if the overrides are not in Knative's format
 */
export function openSink(
  settings: Pick<
    Settings,
    'K_SINK' | 'K_CE_OVERRIDES' | 'K_CA_CERTS' | 'SINK_TOKEN_FILE' | 'SINK_TIMEOUT_SECONDS'
  >,
): Sink | undefined {
  const { K_SINK, K_CE_OVERRIDES, K_CA_CERTS: certificates, SINK_TIMEOUT_SECONDS: timeoutSeconds } = settings;
  const extensions = readOverrides(K_CE_OVERRIDES);
  if (K_SINK === undefined) return undefined;
  const url = new URL(K_SINK);
  return (event, signal) => {
    const { traceparent, tracestate } = lineageOf(event);
    const options = {
      kind: SpanKind.PRODUCER,
      attributes: { 'messaging.message.id': event.id, 'messaging.operation.type': 'send' },
      // A sweep sends events of earlier requests.
      ...(!hasActiveSpan() && { parent: { traceparent, tracestate } }),
    };
    return inSpan(`send ${event.type}`, options, () => send(event.cloneWith(activeTrace()), signal));
  };

  async function send(event: CloudEvent<unknown>, signal: AbortSignal | undefined): Promise<void> {
    const { headers, body } = binaryMessage(event.cloneWith(extensions));
    // Imported here, because TLS takes time to load that a start of the function should not pay.
    const { guardedRequest } = await import('../../outbound/guarded-request.js');
    const authorization = await readAuthorization(settings.SINK_TOKEN_FILE);
    const timeout = AbortSignal.timeout(timeoutSeconds * 1000);
    const response = await guardedRequest(url, {
      method: 'POST',
      allowed: 'any',
      headers: { ...headers, ...authorization },
      body,
      certificates,
      signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
    }).catch((error: unknown) => {
      signal?.throwIfAborted();
      const why = timeout.aborted
        ? `within ${String(timeoutSeconds)} s`
        : `(${errnoOf(error) ?? 'no reason'})`;
      throw unavailable(`it did not answer ${why}`, error);
    });
    const { statusCode: status = 0 } = response;
    response.destroy();
    if (status < 200 || status > 299) throw unavailable(`it answered ${String(status)}`);
  }
}

/**
 * Reads the token that SinkBinding mounts (Knative Eventing, _Sender identity_; RFC 6750, § 2.1). It is
 * valid for a short time, and Kubernetes replaces the file, so every event reads it again.
 */
async function readAuthorization(file: string): Promise<Record<string, string>> {
  try {
    return { authorization: `Bearer ${(await readFile(file, 'utf8')).trim()}` };
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return {};
    throw unavailable(`its token (SINK_TOKEN_FILE) cannot be read (${errnoOf(error) ?? 'no reason'})`, error);
  }
}

function readOverrides(overrides: string | undefined): Record<string, string> {
  if (overrides === undefined) return {};
  try {
    return overridesSchema.parse(JSON.parse(overrides)).extensions ?? {};
  } catch (error) {
    throw new RenderError('bad_setting', 'K_CE_OVERRIDES is not valid; use {"extensions":{"name":"value"}}', {
      cause: error,
    });
  }
}

function unavailable(why: string, cause?: unknown): RenderError {
  return new RenderError('sink_unavailable', `The sink (K_SINK) did not accept the event: ${why}.`, {
    cause,
  });
}
