import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { RenderError } from '../../../errors/render-error.js';
import type { Store } from '../../../storage/store.js';
import { jobIdSchema } from '../../contract/job-id.js';
import { readJob } from '../../status/job.js';
import { jobKeys } from '../../status/keys.js';
import type { AdapterContext } from '../context.js';
import { examples } from '../http/openapi-examples.js';
import { objectResponse } from '../http/object-response.js';
import { problems } from '../http/problem.js';

const parts = {
  'voice.wav': { contentType: 'audio/wav', key: jobKeys.speech },
  'captions.vtt': { contentType: 'text/vtt; charset=utf-8', key: jobKeys.captions },
} as const;

const request = { params: z.object({ jobId: jobIdSchema }) };
const failures = problems('request_invalid', 'job_not_found', 'range_unsatisfiable', 'not_finished');
const vtt = z.string().openapi({ example: examples.captions });
const unchanged = { description: 'Unchanged since the version in If-None-Match' };

const voiceRoute = createRoute({
  method: 'get',
  path: '/status/{jobId}/voice.wav',
  tags: ['Jobs'],
  summary: 'Get the voice that speaks the text of a job',
  request,
  responses: {
    200: {
      description: 'The voice, once it is spoken',
      content: { 'audio/wav': { schema: z.string().openapi({ format: 'binary' }) } },
    },
    206: {
      description: 'A part of the voice',
      content: { 'audio/wav': { schema: z.string().openapi({ format: 'binary' }) } },
    },
    304: unchanged,
    ...failures,
  },
});

const captionsRoute = createRoute({
  method: 'get',
  path: '/status/{jobId}/captions.vtt',
  tags: ['Jobs'],
  summary: 'Get the captions of a job with a text (WebVTT)',
  request,
  responses: {
    200: {
      description: 'The captions, once the text is spoken',
      content: { 'text/vtt': { schema: vtt } },
    },
    206: { description: 'A part of the captions', content: { 'text/vtt': { schema: vtt } } },
    304: unchanged,
    ...failures,
  },
});

/** Adds the routes for what a job's text became: its voice, and captions. */
export function addJobSpeechRoutes(app: OpenAPIHono, { store }: Pick<AdapterContext, 'store'>): void {
  app.openapi(voiceRoute, (context) => {
    return partResponse(context, store, context.req.valid('param').jobId, 'voice.wav');
  });
  app.openapi(captionsRoute, (context) => {
    return partResponse(context, store, context.req.valid('param').jobId, 'captions.vtt');
  });
}

async function partResponse(
  context: Context,
  store: Store,
  jobId: string,
  part: keyof typeof parts,
): Promise<Response> {
  const { contentType, key } = parts[part];
  // The voice is stored last: where it exists, the captions do.
  const facts = (await store.head(jobKeys.speech(jobId))) && (await store.head(key(jobId)));
  if (facts) {
    const fileName = `${jobId}.${part.split('.')[1] ?? ''}`;
    return objectResponse(context, store, facts, {
      contentType,
      cacheControl: 'private, max-age=3600',
      fileName,
    });
  }
  const job = await readJob(store, jobId);
  const details = { jobId };
  if (!job) throw new RenderError('job_not_found', `Job ${jobId} does not exist.`, { details });
  if (job.state !== 'ended' && job.request?.data.text !== undefined)
    throw new RenderError('not_finished', `The text of job ${jobId} is not spoken yet.`, { details });
  throw new RenderError('job_not_found', `Job ${jobId} has no spoken text.`, { details });
}
