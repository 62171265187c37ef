import { HTTP, type CloudEvent } from 'cloudevents';
import { z } from 'zod';
import type { Settings } from '../../config/settings.js';
import { RenderError } from '../../errors/render-error.js';

/** Takes events away from here: a Knative Broker, or whatever `K_SINK` names. */
export type Sink = (event: CloudEvent<unknown>, signal?: AbortSignal) => Promise<void>;

const overridesSchema = z.object({ extensions: z.record(z.string(), z.string()).optional() });

/**
 * The sink that the settings name; undefined where there is none. Events go out in binary mode.
 * The sink throws RenderError `sink_unavailable` where it does not take an event in time.
 * @throws RenderError `bad_setting` where the overrides are not what Knative gives
 */
export function openSink(
  settings: Pick<Settings, 'K_SINK' | 'K_CE_OVERRIDES' | 'SINK_TIMEOUT_SECONDS'>,
): Sink | undefined {
  const { K_SINK: url, K_CE_OVERRIDES: overrides, SINK_TIMEOUT_SECONDS: timeoutSeconds } = settings;
  const extensions = readOverrides(overrides);
  if (url === undefined) return undefined;
  return async (event, signal) => {
    const { headers, body } = HTTP.binary(event.cloneWith(extensions));
    const timeout = AbortSignal.timeout(timeoutSeconds * 1000);
    const response = await fetch(url, {
      method: 'POST',
      headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)])),
      body: String(body),
      signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
    }).catch((error: unknown) => {
      signal?.throwIfAborted();
      throw unavailable('it did not answer', error);
    });
    await response.body?.cancel();
    if (!response.ok) throw unavailable(`it answered ${String(response.status)}`);
  };
}

function readOverrides(overrides: string | undefined): Record<string, string> {
  if (overrides === undefined) return {};
  try {
    return overridesSchema.parse(JSON.parse(overrides)).extensions ?? {};
  } catch (error) {
    throw new RenderError('bad_setting', 'K_CE_OVERRIDES is not {"extensions":{"name":"value"}}', {
      cause: error,
    });
  }
}

function unavailable(why: string, cause?: unknown): RenderError {
  return new RenderError('sink_unavailable', `the sink did not take the event: ${why} (K_SINK)`, { cause });
}
