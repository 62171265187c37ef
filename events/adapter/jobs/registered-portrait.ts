import { z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { pictureName } from '../../../storage/catalogue/catalogue.js';
import { avatarIdSchema, portraitCompletedData } from '../../contract/event-data.js';
import { sources, taskRequested } from '../../contract/events.js';
import type { AdapterContext } from '../context.js';
import { examples } from '../http/openapi-examples.js';
import { problems } from '../http/problem.js';
import { runTask } from './run-task.js';
import { readTraceparent } from '../http/trace-context.js';

/** Where a face is, in whole pixels of its picture. */
export const boxSchema = portraitCompletedData.shape.box;
export type Box = z.infer<typeof boxSchema>;

const addedSchema = z
  .object({
    id: avatarIdSchema,
    imageUrl: z.string(),
    previewUrl: z.string().openapi({ description: 'The picture with crop box and mouth mask drawn' }),
    ...portraitCompletedData.pick({ width: true, height: true, box: true }).shape,
  })
  .openapi('AddedPortrait', { example: examples.addedPortrait });

/** What a route answers with that has put a portrait into the catalogue, for the document. */
export const registeredResponse = {
  description: 'The portrait is in the catalogue',
  content: { 'application/json': { schema: addedSchema } },
};

/** What can be wrong with a portrait and its face, for the document. */
export const portraitProblems = problems(
  'request_invalid',
  'body_too_large',
  'media_type_unsupported',
  'portrait_unreadable',
  'portrait_too_large',
  'face_not_found',
  'faces_several',
  'face_box_invalid',
  'avatar_exists',
  'avatar_not_found',
  'sink_unavailable',
  'not_finished',
);

/**
 * Has the function look at a portrait, and put it into the catalogue with its face.
 * @param requestId names the picture that was sent, where one was
 * @param box where the face is; undefined where it is to be found
 */
export async function registerPortrait(
  context: Context,
  adapter: AdapterContext,
  requestId: string,
  avatarId: string,
  box: Box | undefined,
): Promise<z.infer<typeof addedSchema>> {
  const traceparent = readTraceparent(context);
  const data = { requestId, avatarId, ...(box ? { box } : {}) };
  const event = taskRequested('portrait.requested', data, { source: sources.adapter, traceparent });
  const outcome = await runTask(event, 'portrait.completed', adapter, context.req.raw.signal);
  const { width, height, box: found } = outcome.data;
  const imageUrl = `/avatars/${pictureName(await adapter.catalogue.find(avatarId))}`;
  return { id: avatarId, imageUrl, previewUrl: `/previews/${requestId}`, width, height, box: found };
}
