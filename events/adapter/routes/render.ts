import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { RenderError } from '../../../errors/render-error.js';
import { jobIdFromKey, jobIdSchema, newJobId } from '../../contract/job-id.js';
import { isDeleted } from '../../status/deletion.js';
import { readJob } from '../../status/job.js';
import { readOutcome } from '../../status/outcome.js';
import { acceptJob } from '../jobs/accept-job.js';
import type { AdapterContext } from '../context.js';
import { checkCallback } from '../jobs/check-callback.js';
import { checkVoice } from '../jobs/check-voice.js';
import { Admission } from '../jobs/admission.js';
import { linksBelow } from '../http/links.js';
import { examples } from '../http/openapi-examples.js';
import type { JobQueue } from '../jobs/job-queue.js';
import type { JobWatch } from '../jobs/job-watch.js';
import { jobSchema } from '../jobs/job-document.js';
import { jobResponse, isVideoType, waitQuery, negotiateType } from '../jobs/job-response.js';
import { clientId, clientOf, requestClient } from '../http/client-identity.js';
import { problems } from '../http/problem.js';
import { documentedForm, documentedRequest } from '../jobs/documented-request.js';
import { readRenderBody } from '../jobs/render-body.js';
import { requestLineage } from '../http/request-lineage.js';
import { VoiceUpload } from '../jobs/upload-voice.js';
import { validate } from '../http/validate.js';
import { videoContent } from '../http/video-responses.js';

const accepted = z
  .object({
    jobId: jobIdSchema,
    statusUrl: z.string().openapi({ example: '/status/5f0c2f0e-6a1b-4f0e-9d53-1f1f7d1f5c11' }),
    streamUrl: z.string().optional().openapi({
      description: 'With `stream`: the playlist (HLS). It waits for the first second of the video',
    }),
    liveUrl: z.string().optional().openapi({ description: 'The same as one MP4 that grows with the video' }),
  })
  .openapi('AcceptedJob', { example: examples.accepted });

const renderRoute = createRoute({
  method: 'post',
  path: '/render',
  operationId: 'renderVideo',
  tags: ['Jobs'],
  summary: 'Render a video',
  description: [
    'What the portrait says is given in exactly one way: a `text`, the `voiceUrl` of a recording, or the file `voice` of a form.',
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
        'application/json': { schema: documentedRequest },
        'multipart/form-data': { schema: documentedForm },
      },
    },
  },
  responses: {
    200: {
      description: 'With `wait`: the job has ended; its video, or the job as JSON',
      content: {
        'application/json': { schema: jobSchema },
        ...videoContent,
      },
    },
    202: {
      description: 'The job is accepted; `statusUrl` reports its progress',
      headers: z.object({
        location: z.string().openapi({ description: 'The statusUrl' }),
        'idempotent-replayed': z.literal('true').optional().openapi({
          description: 'The request was sent before with this Idempotency-Key; its job is answered again',
        }),
      }),
      content: { 'application/json': { schema: accepted } },
    },
    ...problems(
      'request_invalid',
      'avatar_not_found',
      'cancelled',
      'voice_unreadable',
      'language_unsupported',
      'speech_voice_unknown',
      'voice_url_refused',
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
  { watch, ...adapter }: AdapterContext & { readonly watch: JobWatch; readonly queue: JobQueue },
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
    if (key !== undefined && !known) await checkNotDeleted(jobId);
    let isReplay: boolean;
    // A job that was already accepted does not count again.
    const place = known ? undefined : await admission.reserve(key === undefined ? jobId : undefined);
    const voice = new VoiceUpload(store, jobId, known !== undefined);
    let isStreamed: boolean;
    try {
      const data = await readRenderBody(context, jobId, voice, settings);
      isStreamed = data.stream === true;
      checkCallback(data.callbackUrl, settings);
      if (!known) {
        await catalogue.find(data.avatarId);
        await checkVoice(data, settings, context.req.raw.signal);
      }
      const client = requestClient(context);
      const requested = { data, lineage: requestLineage(context), idempotent: key !== undefined, client };
      // The job counts from here on.
      if (key !== undefined) await place?.release();
      // The same request may have arrived before, and its job may already have ended.
      isReplay = !(await acceptJob(requested, adapter));
      if (isReplay) await voice.forget();
    } catch (error) {
      await Promise.all([voice.forget(), place?.release()]);
      throw error;
    }
    if (isReplay) context.header('idempotent-replayed', 'true');
    const job = wait > 0 ? await watch.untilEnd(jobId, wait, context.req.raw.signal) : undefined;
    // A client that asks for a video gets a video or an error, never anything else that it would save
    // as one.
    if (job && (job.state === 'ended' || isVideoType(negotiateType(context)))) {
      const response = await jobResponse(context, job, adapter);
      if (isReplay) response.headers.set('idempotent-replayed', 'true');
      return response;
    }
    const links = linksBelow(settings.BASE_PATH);
    const watched = isStreamed ? { streamUrl: links.stream(jobId), liveUrl: links.live(jobId) } : {};
    return context.json({ jobId, statusUrl: links.job(jobId), ...watched }, 202, {
      location: linksBelow('').job(jobId),
    });
  }

  /** A deleted job would neither be rendered again nor be found. */
  async function checkNotDeleted(jobId: string): Promise<void> {
    const outcome = await readOutcome(store, jobId);
    if (!outcome || !isDeleted(outcome)) return;
    throw new RenderError(
      'idempotency_conflict',
      'The job of this Idempotency-Key was deleted. Use a new key.',
    );
  }
}

function idempotencyKey(context: Context): string | undefined {
  const key = context.req.header('idempotency-key');
  if (key === undefined || (key.length > 0 && key.length <= 255)) return key;
  throw new RenderError('request_invalid', 'Idempotency-Key must have 1 to 255 characters.');
}
