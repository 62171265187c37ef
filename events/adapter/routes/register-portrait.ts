import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi';
import { RenderError } from '../../../errors/render-error.js';
import type { Catalogue } from '../../../storage/catalogue/catalogue.js';
import { avatarExists } from '../../../storage/catalogue/write-portrait.js';
import { avatarIdFromName } from '../../../storage/catalogue/portrait-name.js';
import { avatarNameSchema } from '../../../domain/avatar-name.js';
import { avatarIdSchema } from '../../contract/data-fields.js';
import { taskKeys } from '../../status/task.js';
import type { AdapterContext } from '../context.js';
import {
  foundResponse,
  registeredResponse,
  boxSchema,
  portraitProblems,
  requestFace,
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
    .openapi({ description: "The portrait's id; by default derived from the name, or from the file name" }),
  name: avatarNameSchema.optional().openapi({ description: 'The name that people see' }),
  face: faceField.optional(),
});

const addQuery = z.object({
  dryRun: z
    .enum(['true', 'false'])
    .optional()
    .openapi({ description: 'With `true`, the face is found and the portrait is not added' }),
});

const addRoute = createRoute({
  method: 'post',
  path: '/avatars',
  operationId: 'addAvatar',
  tags: ['Portraits'],
  summary: 'Add a portrait',
  description: [
    'Send the picture as the file `picture` of a form. Its face is detected, or given as `face`.',
    'With `dryRun=true`, the same checks are made, and nothing is added: the picture is deleted before the answer.',
  ].join('\n\n'),
  request: {
    query: addQuery,
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
  responses: { 200: foundResponse, 201: registeredResponse, ...portraitProblems },
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
    const { dryRun } = validate(addQuery, context.req.query());
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
      const { name, id = idFromUpload(name, fileName), face } = validate(uploadForm, fields);
      if (fileName === undefined)
        throw new RenderError('request_invalid', 'Send the picture as the file `picture`.');
      await checkFree(id, catalogue);
      const box = face === undefined ? undefined : boxOf(face);
      const registration = { requestId, avatarId: id, name, box };
      if (dryRun === 'true') return context.json(await requestFace(context, adapter, registration), 200);
      const added = await requestRegistration(context, adapter, registration);
      return context.json(added, 201, { location: `/avatars/${id}` });
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

function idFromUpload(name: string | undefined, fileName = ''): string {
  // What follows a dot in a name belongs to it.
  const id = avatarIdFromName(name === undefined ? fileName : `${name.replaceAll('/', ' ')}.png`);
  if (id !== undefined) return id;
  const source = name === undefined ? 'file name' : 'name';
  throw new RenderError('request_invalid', `id: the ${source} contains no usable id. Send the field \`id\`.`);
}
