import path from 'node:path';
import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { RenderError } from '../../errors/render-error.js';
import { deletePortrait, type CatalogueEntry } from '../../storage/catalogue.js';
import { ownPrefix } from '../../storage/open-catalogue.js';
import { avatarIdSchema, portraitCompletedData } from '../contract/event-data.js';
import { sources, taskRequested } from '../contract/events.js';
import { taskKeys } from '../status/task.js';
import type { Adapter } from './adapter.js';
import { examples } from './examples.js';
import { readForm } from './form.js';
import { readJson } from './json-body.js';
import { objectResponse } from './object-response.js';
import { problems } from './problem.js';
import { newRequestId, runTask } from './run-task.js';
import { traceparentIn } from './trace.js';
import { validated } from './validated.js';

const faceField = z
  .string()
  .regex(/^\d+,\d+,\d+,\d+$/, 'must be x,y,width,height in whole pixels')
  .openapi({
    description: 'Where the face is, instead of looking for it: `x,y,width,height` in pixels',
    example: '202,227,316,335',
  });

const uploadForm = z.strictObject({
  id: avatarIdSchema.optional().openapi({ description: "The portrait's id; else made from the file's name" }),
  face: faceField.optional(),
});

const boxSchema = portraitCompletedData.shape.box;

const addedSchema = z
  .object({
    id: avatarIdSchema,
    imageUrl: z.string(),
    previewUrl: z.string().openapi({ description: 'The picture with crop box and mouth mask drawn' }),
    ...portraitCompletedData.pick({ width: true, height: true, box: true }).shape,
  })
  .openapi('AddedPortrait', { example: examples.addedPortrait });

const faceProblems = problems(
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

const added = {
  description: 'The portrait is in the catalogue',
  content: { 'application/json': { schema: addedSchema } },
};

const addRoute = createRoute({
  method: 'post',
  path: '/avatars',
  tags: ['Portraits'],
  summary: 'Add a portrait',
  description: 'The picture is sent as the file `picture` of a form. Its face is found, or given as `face`.',
  request: {
    body: {
      required: true,
      content: {
        'multipart/form-data': {
          schema: uploadForm
            .extend({ picture: z.string().openapi({ format: 'binary' }) })
            .openapi('PortraitUpload', { example: examples.pictureUpload }),
        },
      },
    },
  },
  responses: { 201: added, ...faceProblems },
});

const faceRoute = createRoute({
  method: 'put',
  path: '/avatars/{id}/face',
  tags: ['Portraits'],
  summary: 'Settle by hand where the face of an added portrait is',
  request: {
    params: z.object({ id: avatarIdSchema }),
    body: {
      required: true,
      content: { 'application/json': { schema: boxSchema, example: examples.box } },
    },
  },
  responses: { 200: added, ...faceProblems, ...problems('avatar_bundled') },
});

const deleteRoute = createRoute({
  method: 'delete',
  path: '/avatars/{id}',
  tags: ['Portraits'],
  summary: 'Delete an added portrait',
  request: { params: z.object({ id: avatarIdSchema }) },
  responses: {
    204: { description: 'It is gone' },
    ...problems('request_invalid', 'avatar_not_found', 'avatar_bundled'),
  },
});

const previewImageRoute = createRoute({
  method: 'get',
  path: '/previews/{requestId}',
  tags: ['Portraits'],
  summary: 'A preview, as `previewUrl` names it',
  request: { params: z.object({ requestId: z.uuid() }) },
  responses: {
    200: {
      description: 'The picture',
      content: { 'image/png': { schema: z.string().openapi({ format: 'binary' }) } },
    },
    304: { description: 'It is still the one that If-None-Match names' },
    ...problems('request_invalid', 'avatar_not_found'),
  },
});

/** Routes by which portraits come into the catalogue and go out of it. */
export function addPortraitRoutes(app: OpenAPIHono, adapter: Adapter): void {
  const { store, catalogue, settings } = adapter;

  // Registered for the document only: the picture is read as it arrives, not gathered first.
  app.openAPIRegistry.registerPath(addRoute);
  app.post('/avatars', async (context) => {
    const requestId = newRequestId();
    let fileName: string | undefined;
    const fields = await readForm(
      context.req.raw,
      'picture',
      settings.PICTURE_MAX_BYTES,
      async (file, name) => {
        fileName = name;
        const { signal } = context.req.raw;
        await store.put(taskKeys.picture(requestId), file, {
          contentType: 'application/octet-stream',
          signal,
        });
      },
    );
    try {
      const { id = idFromName(fileName), face } = validated(uploadForm, fields);
      if (fileName === undefined)
        throw new RenderError('request_invalid', 'send the picture as the file `picture`');
      await checkFree(id, adapter);
      return context.json(
        await takeIn(context, adapter, requestId, id, face === undefined ? undefined : boxOf(face)),
        201,
        {
          location: `/avatars/${id}`,
        },
      );
    } finally {
      await store.delete(taskKeys.picture(requestId));
    }
  });

  app.openAPIRegistry.registerPath(faceRoute);
  app.put('/avatars/:id/face', async (context) => {
    const id = validated(avatarIdSchema, context.req.param('id'));
    ownEntry(await catalogue.find(id), adapter);
    const box = validated(boxSchema, await readJson(context.req.raw));
    return context.json(await takeIn(context, adapter, newRequestId(), id, box), 200);
  });

  app.openapi(deleteRoute, async (context) => {
    const { id } = context.req.valid('param');
    await deletePortrait(ownEntry(await catalogue.find(id), adapter).shelf, id);
    return context.body(null, 204);
  });

  app.openapi(previewImageRoute, async (context) => {
    const facts = await store.head(taskKeys.image(context.req.valid('param').requestId));
    if (!facts) throw new RenderError('avatar_not_found', 'there is no such preview any more');
    return objectResponse(context, store, facts, {
      contentType: 'image/png',
      cacheControl: 'private, max-age=600',
    });
  });
}

type Box = z.infer<typeof boxSchema>;

async function takeIn(
  context: Context,
  adapter: Adapter,
  requestId: string,
  avatarId: string,
  box: Box | undefined,
) {
  const traceparent = traceparentIn(context);
  const data = { requestId, avatarId, ...(box ? { box } : {}) };
  const event = taskRequested('portrait.requested', data, { source: sources.adapter, traceparent });
  const outcome = await runTask(event, 'portrait.completed', adapter, context.req.raw.signal);
  const { picture } = await adapter.catalogue.find(avatarId);
  const { width, height, box: found } = outcome.data;
  const imageUrl = `/avatars/${avatarId}${path.extname(picture.key)}`;
  return { id: avatarId, imageUrl, previewUrl: `/previews/${requestId}`, width, height, box: found };
}

/** An id may be taken only if no portrait has it. */
async function checkFree(id: string, { catalogue }: Adapter): Promise<void> {
  const entries = await catalogue.list();
  if (!entries.some((entry) => entry.id === id)) return;
  throw new RenderError(
    'avatar_exists',
    `a portrait is called ${id} already; choose another id, or delete it first`,
    {
      details: { avatarId: id },
    },
  );
}

/** @throws RenderError `avatar_bundled` where the portrait was not added by somebody */
function ownEntry(entry: CatalogueEntry, { store }: Adapter): CatalogueEntry {
  if (entry.shelf.store === store && entry.shelf.prefix === ownPrefix) return entry;
  throw new RenderError('avatar_bundled', `the portrait ${entry.id} was not added here, and stays as it is`, {
    details: { avatarId: entry.id },
  });
}

function boxOf(text: string): Box {
  const [x, y, width, height] = text.split(',').map(Number);
  return validated(boxSchema, { x, y, width, height });
}

/** `Aunt Ida (2).JPG` becomes `aunt-ida-2`. */
function idFromName(fileName = ''): string {
  const id = path
    .basename(fileName, path.extname(fileName))
    .toLowerCase()
    .normalize('NFKD')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 64);
  if (id !== '') return id;
  throw new RenderError('request_invalid', 'id: the file has no name to make one from; give one');
}
