import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { RenderError } from '../../../errors/render-error.js';
import type { Store } from '../../../storage/store.js';
import { jobIdSchema } from '../../contract/job-id.js';
import { readJob } from '../../status/job.js';
import { jobKeys } from '../../status/keys.js';
import type { AdapterContext } from '../context.js';
import { jobFileName } from '../jobs/job-file-name.js';
import { examples } from '../http/openapi-examples.js';
import { objectResponse } from '../http/object-response.js';
import { problems } from '../http/problem.js';

const parts = {
  'voice.wav': { contentType: 'audio/wav', key: jobKeys.speech },
  'captions.vtt': { contentType: 'text/vtt; charset=utf-8', key: jobKeys.captions },
} as const;

const request = { params: z.object({ jobId: jobIdSchema }) };
const failures = problems(
  'request_invalid',
  'job_not_found',
  'speech_missing',
  'range_unsatisfiable',
  'not_finished',
);
const vtt = z.string().openapi({ example: examples.captions });
const unchanged = { description: 'Unchanged since the version in If-None-Match' };

const voiceRoute = createRoute({
  method: 'get',
  path: '/status/{jobId}/voice.wav',
  operationId: 'getSpeech',
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
  operationId: 'getCaptions',
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
  const job = await readJob(store, jobId);
  const details = { jobId };
  if (!job) throw new RenderError('job_not_found', `Job ${jobId} does not exist.`, { details });
  // The voice is stored last: where it exists, the captions do.
  const facts = (await store.head(jobKeys.speech(jobId))) && (await store.head(key(jobId)));
  if (facts) {
    return objectResponse(context, store, facts, {
      contentType,
      cacheControl: 'private, max-age=3600',
      fileName: jobFileName(job, part.split('.')[1] ?? ''),
    });
  }
  if (job.request && job.request.data.text === undefined)
    throw new RenderError(
      'speech_missing',
      `Job ${jobId} was requested with a recording, so there is no ${part}. Only jobs with a \`text\` have captions and a spoken voice.`,
      { details },
    );
  if (job.state !== 'ended')
    throw new RenderError('not_finished', `The text of job ${jobId} is not spoken yet.`, { details });
  throw new RenderError(
    'speech_missing',
    `The text of job ${jobId} was never spoken, or its speech was deleted: the job has ended (${job.outcome.type}).`,
    { details },
  );
}
