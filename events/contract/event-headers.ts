import { z } from 'zod';
import type { EventType } from './event-data.js';
import { jobIdSchema } from './job-id.js';

const text = z.string().min(1);

/**
 * The headers of an event in binary mode (CloudEvents HTTP binding, § 3.1). A sender of requests needs
 * only those that CloudEvents requires; the service's own events have the others as well.
 */
export function eventHeaders<T extends EventType>(type: T) {
  return z.object({
    'ce-specversion': z.literal('1.0'),
    'ce-id': text.describe('Together with the source, identifies the event'),
    'ce-source': text.describe('Who sent the event; that of progress ends in the job id'),
    'ce-type': z.literal(type),
    ...z
      .object({
        'content-type': text.describe('application/json, if the sender names it'),
        'ce-subject': jobIdSchema.describe('Id of the job or task'),
        'ce-time': z.iso.datetime().describe('When the event was created'),
        'ce-dataschema': text.describe('Address of the schema of the data (SCHEMAS_URL)'),
        'ce-partitionkey': jobIdSchema.describe('Id of the job or task'),
        'ce-correlationid': text.describe('The same in all events of a job'),
        'ce-causationid': text.describe('Id of the event that requested the work'),
        'ce-authtype': text.describe('Kind of caller that asked: api_key, unauthenticated, and so on'),
        'ce-traceparent': text.describe('W3C trace of the request'),
        'ce-tracestate': text.describe('W3C trace of the request'),
      })
      .partial().shape,
    ...(type === 'render.progressed' ? progressHeaders : {}),
  });
}

const progressHeaders = {
  'ce-sequence': text.describe('Orders the progress of one job'),
  'ce-expirytime': z.iso.datetime().describe('When newer progress has replaced this event'),
};
