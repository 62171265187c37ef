import { Webhook } from 'standardwebhooks';
import { RenderError } from '../../../errors/render-error.js';
import { guardedRequest, findAddressError } from '../../../outbound/guarded-request.js';
import type { OutcomeEvent } from '../../contract/events.js';
import { readRequest } from '../../status/request.js';
import type { AdapterContext } from '../context.js';
import { callbackRefusedError } from '../jobs/check-callback.js';
import type { WebhookSlots } from './webhook-slots.js';

/**
 * Sends the outcome of a job to the address in its request, signed according to Standard Webhooks. The
 * id is that of the event, so that receivers can drop duplicates. A receiver that answers 410 is not called again.
 * @throws RenderError `sink_unavailable` if the receiver did not accept it, `rate_limited` if it is busy: the broker
 *   then delivers the outcome again, with growing pauses
 */
export async function sendWebhook(
  outcome: OutcomeEvent,
  adapter: Pick<AdapterContext, 'store' | 'settings' | 'log'>,
  slots: WebhookSlots,
): Promise<void> {
  const { store, settings } = adapter;
  const { jobId } = outcome.data;
  const callbackUrl = (await readRequest(store, jobId))?.data.callbackUrl;
  if (callbackUrl === undefined || settings.WEBHOOK_SECRET === undefined) return;
  const url = new URL(callbackUrl);
  const secret = settings.WEBHOOK_SECRET;
  await slots.run(url.host, outcome.id, (timeoutMs) => post(outcome, url, { timeoutMs, secret }, adapter));
}

/** Standard Webhooks: the receiver wants no more deliveries. */
const goneStatus = 410;

async function post(
  outcome: OutcomeEvent,
  url: URL,
  { timeoutMs, secret }: { timeoutMs: number; secret: string },
  { settings, log }: Pick<AdapterContext, 'settings' | 'log'>,
): Promise<void> {
  const { jobId } = outcome.data;
  const payload = webhookBody(outcome);
  const now = new Date();
  try {
    const answer = await guardedRequest(url, {
      method: 'POST',
      allowed: settings.CALLBACK_ALLOW_PRIVATE,
      proxies: settings,
      createAddressError: callbackRefusedError,
      signal: AbortSignal.timeout(timeoutMs),
      headers: {
        'content-type': 'application/json',
        'webhook-id': outcome.id,
        'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
        'webhook-signature': new Webhook(secret).sign(outcome.id, now, payload),
      },
      body: payload,
    });
    const { statusCode = 0 } = answer;
    answer.destroy();
    if (statusCode === goneStatus) {
      log.warn(
        { event: 'webhook.refused', jobId, status: statusCode },
        'The receiver of the webhook is gone (410)',
      );
      return;
    }
    if (statusCode < 200 || statusCode > 299) throw new Error(`the receiver answered ${String(statusCode)}`);
    log.info({ event: 'webhook.delivered', jobId }, 'Webhook delivered');
  } catch (error) {
    const addressError = findAddressError(error);
    if (!addressError) {
      throw new RenderError('sink_unavailable', `The webhook of job ${jobId} was not delivered.`, {
        cause: error,
      });
    }
    // A retry would not change the address.
    log.warn({ event: 'webhook.refused', jobId, code: addressError.code }, addressError.message);
  }
}

/** The body of the webhook, the same for every delivery. */
function webhookBody(outcome: OutcomeEvent): string {
  const { type, time: timestamp, dataschema, data } = outcome;
  const { correlationid, causationid } = outcome;
  return JSON.stringify({ type, timestamp, dataschema, correlationid, causationid, data });
}
