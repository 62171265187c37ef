import { Hono } from 'hono';
import { toRenderError } from '../../errors/render-error.js';
import { errorTable } from '../../errors/table.js';
import { readEvent } from '../contract/read-event.js';
import type { LocalBroker } from './local-broker.js';

/**
 * The broker's ingress: accepts events over HTTP with 202, like that of a Knative Broker. What is not
 * one valid event gets 400 or 415 with the reason.
 */
export function brokerIngress(broker: LocalBroker): Hono {
  const app = new Hono();
  app.post('/', async (context) => {
    const body = new Uint8Array(await context.req.arrayBuffer());
    try {
      const event = readEvent({ headers: context.req.header(), body });
      if (!event) return context.text('The request contains no CloudEvent.', 400);
      broker.publish(event);
      return context.body(null, 202);
    } catch (thrown) {
      const { code, message } = toRenderError(thrown);
      return new Response(`${code}: ${message}`, { status: errorTable[code].status });
    }
  });
  return app;
}
