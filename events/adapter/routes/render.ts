import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { RenderError } from '../../../errors/render-error.js';
import { jobIdFromKey, jobIdSchema, newJobId } from '../../contract/job-id.js';
import { readJob } from '../../status/job.js';
import { acceptJob } from '../jobs/accept-job.js';
import type { AdapterContext } from '../context.js';
import { checkCallback } from '../jobs/check-callback.js';
import { Admission } from '../jobs/admission.js';
import { linksBelow } from '../http/links.js';
import { examples } from '../http/openapi-examples.js';
import type { JobWatch } from '../jobs/job-watch.js';
import { jobSchema } from '../jobs/job-document.js';
import { jobResponse, waitQuery, negotiateType } from '../jobs/job-response.js';
import { clientId, clientOf } from '../http/client-identity.js';
import { problems } from '../http/problem.js';
import { formRequest, jsonRequest, readRenderBody } from '../jobs/render-body.js';
import { requestLineage } from '../http/request-lineage.js';
import { VoiceUpload } from '../jobs/upload-voice.js';
import { validate } from '../http/validate.js';

const accepted = z
  .object({
    jobId: jobIdSchema,
    statusUrl: z.string().openapi({ example: '/status/5f0c2f0e-6a1b-4f0e-9d53-1f1f7d1f5c11' }),
  })
  .openapi('AcceptedJob', { example: examples.accepted });

const renderRoute = createRoute({
  method: 'post',
  path: '/render',
  tags: ['Jobs'],
  summary: 'Render a video',
  description: [
    'The voice is given by URL, or uploaded as the file `voice` of a form.',
    'With `wait`, the answer is held until the job has ended and is then that of `GET /status/{jobId}`. Together with `Accept: video/mp4`, one call returns the video.',
  ].join('\n\n'),
  request: {
    query: waitQuery,
    headers: z.object({
      'idempotency-key': z.string().optional().openapi({
        description: 'Requests with the same key and the same content create one job',
      }),
    }),
    body: {
      required: true,
      content: {
        'application/json': { schema: jsonRequest },
        'multipart/form-data': {
          schema: formRequest
            .extend({ voice: z.string().optional().openapi({ format: 'binary' }) })
            .openapi('RenderUpload', { example: examples.renderUpload }),
        },
      },
    },
  },
  responses: {
    200: {
      description: 'With `wait`: the job has ended; its video, or the job as JSON',
      content: {
        'video/mp4': { schema: z.string().openapi({ format: 'binary' }) },
        'application/json': { schema: jobSchema },
      },
    },
    202: {
      description: 'The job is accepted; `statusUrl` reports its progress',
      headers: z.object({ location: z.string().openapi({ description: 'The statusUrl' }) }),
      content: { 'application/json': { schema: accepted } },
    },
    ...problems(
      'request_invalid',
      'avatar_not_found',
      'cancelled',
      'voice_unreadable',
      'language_unsupported',
      'not_finished',
      'body_too_large',
      'media_type_unsupported',
      'idempotency_conflict',
      'callback_refused',
      'too_many_jobs',
    ),
  },
});

/** Adds the route that starts jobs. */
export function addRenderRoute(
  app: OpenAPIHono,
  { watch, ...adapter }: AdapterContext & { readonly watch: JobWatch },
): void {
  const { store, catalogue, settings } = adapter;
  const admission = new Admission(adapter);

  // Registered for the OpenAPI document only: the body of a form is read as it arrives.
  app.openAPIRegistry.registerPath(renderRoute);
  app.post('/render', async (context) => {
    const { wait = 0 } = validate(waitQuery, context.req.query());
    const close = wait > 0 ? watch.open(clientOf(context, settings.TRUSTED_PROXIES)) : undefined;
    try {
      return await renderResponse(context, wait);
    } finally {
      close?.();
    }
  });

  async function renderResponse(context: Context, wait: number): Promise<Response> {
    const key = idempotencyKey(context);
    const jobId = key === undefined ? newJobId() : jobIdFromKey(clientId(context), key);
    const known = key === undefined ? undefined : await readJob(store, jobId);
    // A job that was already accepted does not count again.
    const place = known ? undefined : await admission.reserve(key === undefined ? jobId : undefined);
    const voice = new VoiceUpload(store, jobId, known !== undefined);
    try {
      const data = await readRenderBody(context, jobId, voice, settings);
      checkCallback(data.callbackUrl, settings);
      if (!known) await catalogue.find(data.avatarId);
      const requested = { data, lineage: requestLineage(context), idempotent: key !== undefined };
      // The job counts from here on.
      if (key !== undefined) await place?.release();
      // The same request may have arrived before, and its job may already have ended.
      if (!(await acceptJob(requested, adapter))) await voice.forget();
    } catch (error) {
      await Promise.all([voice.forget(), place?.release()]);
      throw error;
    }
    const job = wait > 0 ? await watch.untilEnd(jobId, wait, context.req.raw.signal) : undefined;
    // A client that asks for a video gets a video or an error, never anything else that it would save
    // as one.
    if (job && (job.state === 'ended' || negotiateType(context) === 'video/mp4'))
      return jobResponse(context, job, adapter);
    const statusUrl = linksBelow(settings.BASE_PATH).job(jobId);
    return context.json({ jobId, statusUrl }, 202, { location: linksBelow('').job(jobId) });
  }
}

function idempotencyKey(context: Context): string | undefined {
  const key = context.req.header('idempotency-key');
  if (key === undefined || (key.length > 0 && key.length <= 255)) return key;
  throw new RenderError('request_invalid', 'Idempotency-Key must have 1 to 255 characters.');
}
