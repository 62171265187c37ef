import { ServerResponse } from 'node:http';
import type { Context } from 'hono';
import type { AdapterContext } from '../context.js';
import { RenderError } from '../../../errors/render-error.js';
import type { OutcomeEvent } from '../../contract/events.js';
import { jobKeys } from '../../status/keys.js';
import type { StoredStream } from '../../status/stream.js';
import { clientOf } from '../http/client-identity.js';
import type { ClientSlots } from '../http/client-slots.js';
import { endedProblem } from '../jobs/job-response.js';
import type { StreamFeed, StreamState } from './stream-feed.js';

export interface StreamContext extends Pick<AdapterContext, 'store' | 'settings' | 'clock' | 'log'> {
  readonly feed: StreamFeed;
  readonly slots: ClientSlots;
}

/** A stream that has something to watch. */
export interface WatchableStream extends StreamState {
  readonly stream: StoredStream;
}

const retryAfterSeconds = 2;
const signedSeconds = 3600;

/** What a client asks of a stream. */
interface StreamRequest {
  /** Whether the stored stream has it. */
  readonly has: (stream: StoredStream) => boolean;
  readonly waitSeconds: number;
  /** Whether viewers begin here. Those that began in time can watch to the end. */
  readonly isEntry: boolean;
}

/**
 * Waits until a stream has what a client asks for.
 * @returns the stream; the answer instead of it, if the job has ended without a stream or some time ago
 * @throws RenderError `job_not_found`, `stream_not_started`, `rate_limited`
 */
export async function awaitStream(
  context: Context,
  jobId: string,
  { has, waitSeconds, isEntry }: StreamRequest,
  { feed, slots, settings, clock }: StreamContext,
): Promise<WatchableStream | Response> {
  const isReady = ({ stream, outcome, request }: StreamState) =>
    (stream !== undefined && has(stream)) || outcome !== undefined || request?.data.stream !== true;
  let state = await feed.read(jobId);
  if (!isReady(state)) {
    const close = slots.open(clientOf(context, settings.TRUSTED_PROXIES));
    state = await feed.until(jobId, isReady, waitSeconds, context.req.raw.signal).finally(close);
  }
  const { outcome, request, stream } = state;
  const details = { jobId };
  if (!outcome && !request)
    throw new RenderError('job_not_found', `Job ${jobId} does not exist.`, { details });
  if (request && request.data.stream !== true)
    throw new RenderError('job_not_found', `Job ${jobId} is not streamed. Request it with "stream": true.`, {
      details,
    });
  const isKept =
    !outcome ||
    !isEntry ||
    clock.epochMs() - Date.parse(outcome.time ?? '') < settings.STREAM_KEEP_SECONDS * 1000;
  if (stream && isKept) return { ...state, stream };
  if (outcome) return afterwards(context, jobId, outcome);
  throw new RenderError('stream_not_started', `Job ${jobId} has nothing to watch yet.`, {
    details: { jobId, retryAfterSeconds },
  });
}

/** After the stream, its addresses lead to the video, or say why it is missing. */
function afterwards(context: Context, jobId: string, outcome: OutcomeEvent): Response {
  if (outcome.type !== 'render.completed') return endedProblem(jobId, outcome);
  return context.redirect(`/status/${jobId}`, 302);
}

/**
 * Answers with a part of a stream, from the bucket itself if that is allowed.
 * @param part `init`, or the number of a fragment
 */
export async function partResponse(
  context: Context,
  jobId: string,
  { part, facts }: { part: 'init' | number; facts: StoredStream['init'] },
  { feed, store, settings }: StreamContext,
): Promise<Response> {
  const key = part === 'init' ? jobKeys.streamInit(jobId) : jobKeys.streamFragment(jobId, part);
  const fileName = key.slice(key.lastIndexOf('/') + 1);
  const signed =
    settings.STREAM_REDIRECT === 'on'
      ? await store.sign(key, { seconds: signedSeconds, fileName })
      : undefined;
  if (signed !== undefined) return context.redirect(signed, 302);
  const headers = {
    'content-type': 'video/mp4',
    'content-length': String(facts.bytes),
    'cache-control': 'private, max-age=3600',
    etag: `"${facts.sha256}"`,
  };
  if (context.req.header('if-none-match') === headers.etag)
    return new Response(null, { status: 304, headers: { etag: headers.etag } });
  if (context.req.method === 'HEAD') return new Response(null, { headers });
  const content = await feed.part(jobId, part, facts);
  // A client that does not read would hold the part in memory for as long as it likes.
  const connection = connectionOf(context);
  connection?.setTimeout(settings.STREAM_STALL_SECONDS * 1000, () => connection.destroy());
  return new Response(content, { headers });
}

/** The connection of a request; undefined without a server, as in tests. */
export function connectionOf(context: Context): ServerResponse | undefined {
  const env: unknown = context.env;
  const outgoing = typeof env === 'object' && env !== null && 'outgoing' in env ? env.outgoing : undefined;
  return outgoing instanceof ServerResponse ? outgoing : undefined;
}
