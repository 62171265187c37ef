import { z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { pictureName } from '../../../storage/catalogue/catalogue.js';
import { avatarNameSchema } from '../../../domain/avatar-name.js';
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

/** What was found in a picture. */
const foundFields = portraitCompletedData.pick({
  width: true,
  height: true,
  box: true,
  warnings: true,
}).shape;

const addedSchema = z
  .object({
    id: avatarIdSchema,
    name: avatarNameSchema.optional().openapi({ description: 'As it was typed; absent if none was' }),
    imageUrl: z.string(),
    previewUrl: z.string().openapi({ description: 'The picture with crop box and mouth mask drawn on it' }),
    ...foundFields,
  })
  .openapi('AddedPortrait', { example: examples.addedPortrait });

const foundSchema = z
  .object({ id: avatarIdSchema, ...foundFields })
  .openapi('FoundFace', { example: examples.foundFace });

/** The response of a dry run. */
export const foundResponse = {
  description: 'The face was found; nothing was added or stored (`dryRun`)',
  content: { 'application/json': { schema: foundSchema } },
};

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

/** A portrait to register. */
interface Registration {
  /** Names the uploaded picture, if there is one. */
  readonly requestId: string;
  readonly avatarId: string;
  readonly name?: string | undefined;
  /** The face box; undefined to detect it. */
  readonly box: Box | undefined;
}

type TaskAdapter = Pick<AdapterContext, 'store' | 'sink' | 'producer' | 'settings' | 'catalogue' | 'clock'>;

/** Requests that the function register a portrait with its face, and waits for it. */
export async function requestRegistration(
  context: Context,
  adapter: TaskAdapter,
  registration: Registration,
): Promise<z.infer<typeof addedSchema>> {
  const { requestId, avatarId } = registration;
  const { id, ...found } = await runRegistration(context, adapter, registration);
  const links = linksBelow(adapter.settings.BASE_PATH);
  const entry = await adapter.catalogue.find(avatarId);
  const imageUrl = links.picture(pictureName(entry));
  const { name } = entry;
  return {
    id,
    ...(name !== undefined && { name }),
    imageUrl,
    previewUrl: links.preview(requestId),
    ...found,
  };
}

/** Requests that the function find the face of a portrait, and waits for it; nothing is added or stored. */
export function requestFace(
  context: Context,
  adapter: TaskAdapter,
  registration: Registration,
): Promise<z.infer<typeof foundSchema>> {
  return runRegistration(context, adapter, { ...registration, dryRun: true });
}

async function runRegistration(
  context: Context,
  adapter: TaskAdapter,
  { requestId, avatarId, name, box, dryRun }: Registration & { readonly dryRun?: true },
): Promise<z.infer<typeof foundSchema>> {
  const data = {
    requestId,
    avatarId,
    ...(name !== undefined && { name }),
    ...(box && { box }),
    ...(dryRun && { dryRun }),
  };
  const envelope = { ...adapter.producer, ...requestLineage(context) };
  const event = taskRequested('portrait.requested', data, envelope);
  const { data: found } = await runTask(event, 'portrait.completed', adapter, context.req.raw.signal);
  const { width, height, warnings } = found;
  return { id: avatarId, width, height, box: found.box, ...(warnings && { warnings }) };
}
