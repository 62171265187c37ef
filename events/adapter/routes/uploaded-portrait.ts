import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi';
import { RenderError } from '../../../errors/render-error.js';
import { type CatalogueEntry } from '../../../storage/catalogue/catalogue.js';
import { deletePortrait } from '../../../storage/catalogue/write-portrait.js';
import { isUploaded } from '../../../storage/catalogue/open-catalogue.js';
import { avatarIdSchema } from '../../contract/data-fields.js';
import type { Store } from '../../../storage/store.js';
import type { AdapterContext } from '../context.js';
import {
  registeredResponse,
  boxSchema,
  portraitProblems,
  requestRegistration,
} from '../tasks/registered-portrait.js';
import { examples } from '../http/openapi-examples.js';
import { readJson } from '../http/json-body.js';
import { problems } from '../http/problem.js';
import { newRequestId } from '../tasks/run-task.js';
import { validate } from '../http/validate.js';

const faceRoute = createRoute({
  method: 'put',
  path: '/avatars/{id}/face',
  operationId: 'setAvatarFace',
  tags: ['Portraits'],
  summary: 'Set the face box of an uploaded portrait',
  request: {
    params: z.object({ id: avatarIdSchema }),
    body: {
      required: true,
      content: { 'application/json': { schema: boxSchema, example: examples.box } },
    },
  },
  responses: { 200: registeredResponse, ...portraitProblems, ...problems('avatar_bundled') },
});

const deleteRoute = createRoute({
  method: 'delete',
  path: '/avatars/{id}',
  operationId: 'deleteAvatar',
  tags: ['Portraits'],
  summary: 'Delete an uploaded portrait',
  request: { params: z.object({ id: avatarIdSchema }) },
  responses: {
    204: { description: 'The portrait is deleted' },
    ...problems('request_invalid', 'avatar_not_found', 'avatar_bundled'),
  },
});

/** Adds the routes that correct and delete uploaded portraits. */
export function addUploadedPortraitRoutes(
  app: OpenAPIHono,
  adapter: Pick<AdapterContext, 'store' | 'sink' | 'producer' | 'settings' | 'catalogue' | 'clock'>,
): void {
  const { store, catalogue } = adapter;

  app.openAPIRegistry.registerPath(faceRoute);
  app.put('/avatars/:id/face', async (context) => {
    const id = validate(avatarIdSchema, context.req.param('id'), 'id');
    uploadedEntry(await catalogue.find(id), store);
    const box = validate(boxSchema, await readJson(context.req.raw));
    return context.json(
      await requestRegistration(context, adapter, { requestId: newRequestId(), avatarId: id, box }),
      200,
    );
  });

  app.openapi(deleteRoute, async (context) => {
    const { id } = context.req.valid('param');
    await deletePortrait(uploadedEntry(await catalogue.find(id), store).source, id);
    return context.body(null, 204);
  });
}

/** @throws RenderError `avatar_bundled` if the portrait was not uploaded */
function uploadedEntry(entry: CatalogueEntry, store: Store): CatalogueEntry {
  if (isUploaded(entry, store)) return entry;
  throw new RenderError(
    'avatar_bundled',
    `The portrait ${entry.id} was not uploaded and cannot be changed.`,
    {
      details: { avatarId: entry.id },
    },
  );
}
