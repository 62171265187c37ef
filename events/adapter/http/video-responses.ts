import { videoMediaTypes } from '../../../domain/video-format.js';
import { z } from '@hono/zod-openapi';

const bytes = { schema: z.string().openapi({ format: 'binary' }) };

/** The content of an answer that is an MP4. */
export const mp4Content = { [videoMediaTypes.mp4]: bytes };

/** The content of an answer that is a video. */
export const videoContent = Object.fromEntries(Object.values(videoMediaTypes).map((type) => [type, bytes]));

/** The answers besides 200 of a route that serves a finished video. */
export const partialVideoResponses = {
  206: { description: 'A part of the video', content: videoContent },
  304: { description: 'The video is unchanged since the version in If-None-Match' },
};
