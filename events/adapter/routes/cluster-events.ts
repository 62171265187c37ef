import { isDeepStrictEqual } from 'node:util';
import type { CloudEvent } from 'cloudevents';
import type { OpenAPIHono } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { RenderError } from '../../../errors/render-error.js';
import { isOutcome, type OutcomeEvent } from '../../contract/events.js';
import { readEvent } from '../../contract/read-event.js';
import { readEntry, removeEntry } from '../../status/outbox.js';
import { readOutcome } from '../../status/outcome.js';
import type { AdapterContext } from '../context.js';
import { handleDeadLetter } from '../upkeep/dead-letter.js';
import { sweep } from '../upkeep/sweep.js';
import { sendWebhook } from '../upkeep/webhook.js';
import { WebhookSlots } from '../upkeep/webhook-slots.js';

/**
 * Adds the routes for events from the cluster, which exist in the internal role only. Unknown,
 * repeated, and late events get an empty answer.
 */
export function addClusterEventRoutes(app: OpenAPIHono, adapter: AdapterContext): void {
  const slots = new WebhookSlots();
  app.post('/events/dead-letter', async (context) => {
    await handleDeadLetter(await readCloudEvent(context), adapter);
    return context.body(null, 204);
  });

  app.post('/events/outcome', async (context) => {
    const event = await readCloudEvent(context);
    const outcome = isOutcome(event) ? await recordedOutcome(event, adapter) : undefined;
    // Without an entry it has been delivered: by an earlier delivery, or before the Job of an abandoned job ran.
    if (outcome && (await readEntry(adapter.store, 'undelivered', outcome.data.jobId))) {
      await sendWebhook(outcome, adapter, slots);
      await removeEntry(adapter.store, 'undelivered', outcome.data.jobId);
    }
    return context.body(null, 204);
  });

  app.post('/events/sweep', async (context) => {
    await sweep(adapter, context.req.raw.signal);
    return context.body(null, 204);
  });
}

/**
 * The outcome of a job as the store has it, if the event is that outcome. An event can claim anything about any job;
 * receivers get only what was recorded.
 */
async function recordedOutcome(
  event: OutcomeEvent,
  { store, log }: Pick<AdapterContext, 'store' | 'log'>,
): Promise<OutcomeEvent | undefined> {
  const { jobId } = event.data;
  const recorded = await readOutcome(store, jobId);
  const isRecorded =
    recorded?.id === event.id && recorded.type === event.type && isDeepStrictEqual(recorded.data, event.data);
  if (isRecorded) return recorded;
  log.info(
    { event: 'outcome.ignored', jobId, eventId: event.id },
    'Ignoring an outcome that is not recorded',
  );
  return undefined;
}

/** Reads an event in binary or structured mode. @throws RenderError `request_invalid`, `media_type_unsupported` */
async function readCloudEvent(context: Context): Promise<CloudEvent<unknown>> {
  const event = readEvent({
    headers: context.req.header(),
    body: new Uint8Array(await context.req.arrayBuffer()),
  });
  if (event) return event;
  throw new RenderError('request_invalid', 'The request contains no CloudEvent.');
}
