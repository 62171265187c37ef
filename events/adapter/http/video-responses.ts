import { z } from '@hono/zod-openapi';

/** The content of an answer that is an MP4. */
export const videoContent = { 'video/mp4': { schema: z.string().openapi({ format: 'binary' }) } };

/** The answers besides 200 of a route that serves a finished video. */
export const partialVideoResponses = {
  206: { description: 'A part of the video', content: videoContent },
  304: { description: 'The video is unchanged since the version in If-None-Match' },
};
