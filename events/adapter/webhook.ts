import { Webhook } from 'standardwebhooks';
import { fetch } from 'undici';
import { RenderError } from '../../errors/render-error.js';
import { guardedAgent, refusalIn } from '../../outbound/guarded-agent.js';
import type { OutcomeEvent } from '../contract/events.js';
import { readRequest } from '../status/request.js';
import type { Adapter } from './adapter.js';
import { callbackRefused } from './check-callback.js';

const timeoutMs = 15_000;

/**
 * Tells the outcome of a job to the address that its request names, signed as Standard Webhooks
 * says. The id is that of the event, so that a receiver can drop what it has heard before.
 * @throws RenderError `sink_unavailable` where the receiver did not take it: the broker delivers the
 *   outcome again, with growing pauses
 */
export async function callBack(outcome: OutcomeEvent, { store, settings, log }: Adapter): Promise<void> {
  const { jobId } = outcome.data;
  const callbackUrl = (await readRequest(store, jobId))?.data.callbackUrl;
  if (callbackUrl === undefined || settings.WEBHOOK_SECRET === undefined) return;

  const payload = JSON.stringify({ type: outcome.type, timestamp: outcome.time, data: outcome.data });
  const now = new Date();
  const agent = guardedAgent(settings.CALLBACK_ALLOW_PRIVATE, callbackRefused);
  try {
    const response = await fetch(callbackUrl, {
      method: 'POST',
      dispatcher: agent,
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs),
      headers: {
        'content-type': 'application/json',
        'webhook-id': outcome.id,
        'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
        'webhook-signature': new Webhook(settings.WEBHOOK_SECRET).sign(outcome.id, now, payload),
      },
      body: payload,
    });
    await response.body?.cancel();
    if (!response.ok) throw new Error(`it answered ${String(response.status)}`);
    log.info({ jobId }, 'webhook taken');
  } catch (error) {
    const refusal = refusalIn(error);
    if (!refusal) {
      throw new RenderError('sink_unavailable', `the webhook of job ${jobId} was not taken`, {
        cause: error,
      });
    }
    // No retry would change an address.
    log.warn({ jobId, code: refusal.code }, refusal.message);
  } finally {
    await agent.destroy();
  }
}
