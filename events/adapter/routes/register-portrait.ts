import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi';
import { RenderError } from '../../../errors/render-error.js';
import type { Catalogue } from '../../../storage/catalogue/catalogue.js';
import { avatarExists } from '../../../storage/catalogue/write-portrait.js';
import { avatarIdFromName } from '../../../storage/catalogue/portrait-name.js';
import { avatarIdSchema } from '../../contract/data-fields.js';
import { taskKeys } from '../../status/task.js';
import type { AdapterContext } from '../context.js';
import {
  registeredResponse,
  boxSchema,
  portraitProblems,
  requestRegistration,
  type Box,
} from '../tasks/registered-portrait.js';
import { examples } from '../http/openapi-examples.js';
import { readForm } from '../http/form.js';
import { newRequestId } from '../tasks/run-task.js';
import { validate } from '../http/validate.js';

const faceField = z
  .string()
  .regex(/^\d+,\d+,\d+,\d+$/, 'must be x,y,width,height in whole pixels')
  .openapi({
    description: 'The face box, instead of detecting it: `x,y,width,height` in pixels',
    example: '202,227,316,335',
  });

const uploadForm = z.strictObject({
  id: avatarIdSchema
    .optional()
    .openapi({ description: "The portrait's id; by default derived from the file name" }),
  face: faceField.optional(),
});

const addRoute = createRoute({
  method: 'post',
  path: '/avatars',
  operationId: 'addAvatar',
  tags: ['Portraits'],
  summary: 'Add a portrait',
  description: 'Send the picture as the file `picture` of a form. Its face is detected, or given as `face`.',
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
  responses: { 201: registeredResponse, ...portraitProblems },
});

/** Adds the route that registers a portrait. */
export function addRegisterPortraitRoute(
  app: OpenAPIHono,
  adapter: Pick<AdapterContext, 'store' | 'sink' | 'producer' | 'settings' | 'catalogue' | 'clock'>,
): void {
  const { store, catalogue, settings } = adapter;

  // Registered for the OpenAPI document only: the picture is read as it arrives.
  app.openAPIRegistry.registerPath(addRoute);
  app.post('/avatars', async (context) => {
    const requestId = newRequestId();
    let fileName: string | undefined;
    try {
      const fields = await readForm(context.req.raw, 'picture', settings, async (file, name) => {
        fileName = name;
        const { signal } = context.req.raw;
        await store.put(taskKeys.picture(requestId), file, {
          contentType: 'application/octet-stream',
          signal,
        });
      });
      const { id = idFromUpload(fileName), face } = validate(uploadForm, fields);
      if (fileName === undefined)
        throw new RenderError('request_invalid', 'Send the picture as the file `picture`.');
      await checkFree(id, catalogue);
      return context.json(
        await requestRegistration(context, adapter, {
          requestId,
          avatarId: id,
          box: face === undefined ? undefined : boxOf(face),
        }),
        201,
        {
          location: `/avatars/${id}`,
        },
      );
    } finally {
      await store.delete(taskKeys.picture(requestId));
    }
  });
}

/** Checks that no portrait has the id. Of several requests at once, the function lets only the first one add it. */
async function checkFree(id: string, catalogue: Catalogue): Promise<void> {
  const entries = await catalogue.list();
  if (entries.some((entry) => entry.id === id)) throw avatarExists(id);
}

function boxOf(text: string): Box {
  const [x, y, width, height] = text.split(',').map(Number);
  return validate(boxSchema, { x, y, width, height });
}

function idFromUpload(fileName = ''): string {
  const id = avatarIdFromName(fileName);
  if (id !== undefined) return id;
  throw new RenderError('request_invalid', 'id: the file name contains no usable id. Send the field `id`.');
}
