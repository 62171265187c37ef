import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi';
import { RenderError } from '../../../errors/render-error.js';
import { renderRequestedData } from '../../contract/render-data.js';
import { serializeEvent, sources } from '../../contract/events.js';
import { jobIdSchema } from '../../contract/job-id.js';
import { readRequest } from '../../status/request.js';
import type { AdapterContext } from '../context.js';
import { problems } from '../http/problem.js';
import { validate } from '../http/validate.js';

const requestedEvent = z
  .object({
    specversion: z.literal('1.0'),
    id: z.string(),
    type: z.literal('render.requested'),
    source: z.string(),
    subject: jobIdSchema,
    time: z.string(),
    datacontenttype: z.literal('application/json'),
    dataschema: z.string(),
    partitionkey: jobIdSchema,
    correlationid: z.string(),
    authtype: z.string(),
    traceparent: z.string().optional(),
    tracestate: z.string().optional(),
    data: renderRequestedData,
  })
  .openapi('RenderRequestedEvent', {
    example: {
      specversion: '1.0',
      id: '5f0c2f0e-6a1b-4f0e-9d53-1f1f7d1f5c11.requested',
      type: 'render.requested',
      source: sources.adapter,
      subject: '5f0c2f0e-6a1b-4f0e-9d53-1f1f7d1f5c11',
      time: '2026-03-02T09:30:00.000Z',
      datacontenttype: 'application/json',
      dataschema: 'urn:avatar-service:schemas/v1/render.requested.json',
      partitionkey: '5f0c2f0e-6a1b-4f0e-9d53-1f1f7d1f5c11',
      correlationid: '5f0c2f0e-6a1b-4f0e-9d53-1f1f7d1f5c11',
      authtype: 'unauthenticated',
      data: {
        jobId: '5f0c2f0e-6a1b-4f0e-9d53-1f1f7d1f5c11',
        avatarId: 'alice',
        voiceUrl: 'https://example.com/voice.wav',
      },
    },
  });

const requestRoute = createRoute({
  method: 'get',
  path: '/render/{jobId}',
  operationId: 'getRequest',
  tags: ['Jobs'],
  summary: 'Get the CloudEvent that requested a job',
  description: 'As it was sent to the broker, in structured mode.',
  request: { params: z.object({ jobId: jobIdSchema }) },
  responses: {
    200: {
      description: 'The event `render.requested`',
      content: { 'application/cloudevents+json': { schema: requestedEvent } },
    },
    ...problems('request_invalid', 'job_not_found', 'store_unavailable', 'store_refused'),
  },
});

/** Adds the route that returns the request of a job, as consumers of the broker see it. */
export function addRequestRoutes(app: OpenAPIHono, { store }: Pick<AdapterContext, 'store'>): void {
  // Registered for the OpenAPI document only: the answer is the stored text of the event.
  app.openAPIRegistry.registerPath(requestRoute);
  app.get('/render/:jobId', async (context) => {
    const jobId = validate(jobIdSchema, context.req.param('jobId'), 'jobId');
    const event = await readRequest(store, jobId);
    if (!event)
      throw new RenderError('job_not_found', `Job ${jobId} does not exist.`, { details: { jobId } });
    return new Response(serializeEvent(event), {
      headers: { 'content-type': 'application/cloudevents+json', 'cache-control': 'no-store' },
    });
  });
}
