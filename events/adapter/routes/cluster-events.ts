import type { CloudEvent } from 'cloudevents';
import type { OpenAPIHono } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { RenderError } from '../../../errors/render-error.js';
import { isOutcome } from '../../contract/events.js';
import { readEvent } from '../../contract/read-event.js';
import { removeEntry } from '../../status/outbox.js';
import type { AdapterContext } from '../context.js';
import { handleDeadLetter } from '../upkeep/dead-letter.js';
import { sweep } from '../upkeep/sweep.js';
import { sendWebhook } from '../upkeep/webhook.js';

/**
 * Adds the routes for events from the cluster, which exist in the internal role only. Unknown,
 * repeated, and late events get an empty answer.
 */
export function addClusterEventRoutes(app: OpenAPIHono, adapter: AdapterContext): void {
  app.post('/events/dead-letter', async (context) => {
    await handleDeadLetter(await readCloudEvent(context), adapter);
    return context.body(null, 204);
  });

  app.post('/events/outcome', async (context) => {
    const event = await readCloudEvent(context);
    if (isOutcome(event)) {
      await sendWebhook(event, adapter);
      await removeEntry(adapter.store, 'undelivered', event.data.jobId);
    }
    return context.body(null, 204);
  });

  app.post('/events/sweep', async (context) => {
    await sweep(adapter, context.req.raw.signal);
    return context.body(null, 204);
  });
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
