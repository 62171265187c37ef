import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { jobIdSchema } from '../../contract/job-id.js';
import { examples } from '../http/openapi-examples.js';
import { problems } from '../http/problem.js';
import { endedProblem } from '../jobs/job-response.js';
import { mediaPlaylist, multivariantPlaylist } from '../streams/playlist.js';
import { awaitStream, type StreamContext, type WatchableStream } from '../streams/stream-answers.js';

/** Players give up after ten seconds or more. */
export const partWaitSeconds = 8;

export const streamParams = z.object({ jobId: jobIdSchema });
export const streamMoved = {
  description: 'The address of the part in the bucket, or some time after the job, of the video',
};
export const streamFailures = problems(
  'request_invalid',
  'job_not_found',
  'stream_not_started',
  'cancelled',
  'voice_unreadable',
);

const mediaType = 'application/vnd.apple.mpegurl';

function playlistResponses(example: string) {
  const content = { [mediaType]: { schema: z.string().openapi({ example }) } };
  return { 200: { description: 'The playlist', content }, 302: streamMoved, ...streamFailures };
}

const multivariantRoute = createRoute({
  method: 'get',
  path: '/status/{jobId}/stream.m3u8',
  operationId: 'getPlaylist',
  tags: ['Streams'],
  summary: 'Watch a video while it is rendered (HLS)',
  description: [
    'The playlist of a job with `stream`, for players: it names the codecs, and the playlist of the fragments.',
    `Before the first fragment it waits for up to ${String(partWaitSeconds)} s; then the answer is 404 with \`Retry-After\`. STREAM_KEEP_SECONDS after the job it redirects to the video.`,
  ].join('\n\n'),
  request: { params: streamParams },
  responses: playlistResponses(examples.multivariantPlaylist),
});

const mediaRoute = createRoute({
  method: 'get',
  path: '/status/{jobId}/media.m3u8',
  operationId: 'getMediaPlaylist',
  tags: ['Streams'],
  summary: 'Get the list of the fragments of a stream (HLS)',
  description:
    'It grows while the job is rendered, and has `#EXT-X-ENDLIST` when no fragment follows. It waits as the other playlist does, for the first second of video.',
  request: { params: streamParams },
  responses: playlistResponses(examples.playlist),
});

/**
 * Players ask for the playlist again only after a target duration, which is a second. With less video than that in
 * their first answer, they would start and stop.
 */
function hasFirstSecond({ fragments, fps, isComplete }: WatchableStream['stream']): boolean {
  return isComplete || fragments.reduce((sum, { frames }) => sum + frames, 0) >= Math.round(fps);
}

/** Adds the routes of the playlists of a stream. */
export function addPlaylistRoutes(app: OpenAPIHono, adapter: StreamContext): void {
  app.openapi(multivariantRoute, (context) =>
    playlistResponse(
      context,
      context.req.valid('param').jobId,
      { has: ({ fragments }) => fragments.length > 0, write: multivariantPlaylist, isEntry: true },
      adapter,
    ),
  );
  app.openapi(mediaRoute, (context) =>
    playlistResponse(
      context,
      context.req.valid('param').jobId,
      { has: hasFirstSecond, write: mediaPlaylist, isEntry: false },
      adapter,
    ),
  );
}

interface Playlist {
  /** Whether it has something to say. */
  readonly has: (stream: WatchableStream['stream']) => boolean;
  readonly write: (stream: WatchableStream['stream'], end: string | undefined) => string;
  readonly isEntry: boolean;
}

async function playlistResponse(
  context: Context,
  jobId: string,
  { has, write, isEntry }: Playlist,
  adapter: StreamContext,
): Promise<Response> {
  const found = await awaitStream(context, jobId, { has, waitSeconds: partWaitSeconds, isEntry }, adapter);
  if (found instanceof Response) return found;
  const { stream, outcome } = found;
  if (stream.fragments.length === 0 && outcome && outcome.type !== 'render.completed')
    return endedProblem(jobId, outcome);
  const end = stream.isComplete ? 'complete' : outcome?.type;
  return new Response(write(stream, end), {
    headers: {
      'content-type': mediaType,
      'cache-control': end === undefined ? 'no-store' : 'private, max-age=60',
    },
  });
}
