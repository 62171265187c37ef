import { z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { pictureName } from '../../../storage/catalogue/catalogue.js';
import { avatarIdSchema } from '../../contract/data-fields.js';
import { portraitCompletedData } from '../../contract/task-data.js';
import { taskRequested } from '../../contract/events.js';
import type { AdapterContext } from '../context.js';
import { linksBelow } from '../http/links.js';
import { examples } from '../http/openapi-examples.js';
import { problems } from '../http/problem.js';
import { runTask } from './run-task.js';
import { requestLineage } from '../http/request-lineage.js';

/** The face box, in whole pixels of the picture. */
export const boxSchema = portraitCompletedData.shape.box;
export type Box = z.infer<typeof boxSchema>;

const addedSchema = z
  .object({
    id: avatarIdSchema,
    imageUrl: z.string(),
    previewUrl: z.string().openapi({ description: 'The picture with crop box and mouth mask drawn on it' }),
    ...portraitCompletedData.pick({ width: true, height: true, box: true, warnings: true }).shape,
  })
  .openapi('AddedPortrait', { example: examples.addedPortrait });

/** The response of routes that add a portrait to the catalogue. */
export const registeredResponse = {
  description: 'The portrait is in the catalogue',
  content: { 'application/json': { schema: addedSchema } },
};

/** The problems that routes for portraits may answer with. */
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
 * Requests that the function register a portrait with its face, and waits for it.
 * @param portrait.requestId names the uploaded picture, if there is one
 * @param portrait.box the face box; undefined to detect it
 */
export async function requestRegistration(
  context: Context,
  adapter: Pick<AdapterContext, 'store' | 'sink' | 'producer' | 'settings' | 'catalogue' | 'clock'>,
  { requestId, avatarId, box }: { requestId: string; avatarId: string; box: Box | undefined },
): Promise<z.infer<typeof addedSchema>> {
  const data = { requestId, avatarId, ...(box ? { box } : {}) };
  const event = taskRequested('portrait.requested', data, {
    ...adapter.producer,
    ...requestLineage(context),
  });
  const outcome = await runTask(event, 'portrait.completed', adapter, context.req.raw.signal);
  const { width, height, box: found, warnings } = outcome.data;
  const links = linksBelow(adapter.settings.BASE_PATH);
  const imageUrl = links.picture(pictureName(await adapter.catalogue.find(avatarId)));
  const previewUrl = links.preview(requestId);
  return { id: avatarId, imageUrl, previewUrl, width, height, box: found, ...(warnings && { warnings }) };
}
