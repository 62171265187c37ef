import { CloudEvent, HTTP } from 'cloudevents';
import { Hono } from 'hono';
import type { LocalBroker } from './local-broker.js';

/** The broker's ingress: accepts events over HTTP with 202, like that of a Knative Broker. */
export function brokerIngress(broker: LocalBroker): Hono {
  const app = new Hono();
  app.post('/', async (context) => {
    const body = await context.req.text();
    try {
      const event = HTTP.toEvent<unknown>({ headers: context.req.header(), body });
      if (!(event instanceof CloudEvent)) return context.body(null, 400);
      broker.publish(event);
      return context.body(null, 202);
    } catch {
      return context.body(null, 400);
    }
  });
  return app;
}
