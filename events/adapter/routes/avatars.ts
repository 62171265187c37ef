import path from 'node:path';
import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi';
import type { Context } from 'hono';
import {
  pictureName,
  pictureType,
  readMetadata,
  type CatalogueEntry,
} from '../../../storage/catalogue/catalogue.js';
import { describeWarnings, portraitWarningCode } from '../../../domain/portrait-warnings.js';
import { RenderError } from '../../../errors/render-error.js';
import { isUploaded } from '../../../storage/catalogue/open-catalogue.js';
import { pictureTypes } from '../../../storage/catalogue/portrait-name.js';
import type { Store } from '../../../storage/store.js';
import { avatarIdSchema } from '../../contract/data-fields.js';
import { portraitCompletedData } from '../../contract/task-data.js';
import type { AdapterContext } from '../context.js';
import { linksBelow } from '../http/links.js';
import { examples } from '../http/openapi-examples.js';
import { objectResponse } from '../http/object-response.js';
import { problems } from '../http/problem.js';

const avatarSchema = z
  .object({
    id: avatarIdSchema,
    imageUrl: z.string().openapi({ example: '/avatars/alice.png', description: 'Where its picture is' }),
  })
  .openapi('Avatar', { example: examples.avatar });

const listRoute = createRoute({
  method: 'get',
  path: '/avatars',
  operationId: 'listAvatars',
  tags: ['Portraits'],
  summary: 'List all portraits',
  responses: {
    200: {
      description: 'Ordered by id',
      content: { 'application/json': { schema: z.array(avatarSchema) } },
    },
    ...problems(),
  },
});

const detailSchema = avatarSchema
  .extend({
    box: portraitCompletedData.shape.box.optional().openapi({ description: 'The face box, if it is known' }),
    warnings: portraitCompletedData.shape.warnings,
    added: z
      .boolean()
      .openapi({ description: 'Whether the portrait was uploaded; others cannot be changed' }),
  })
  .openapi('AvatarDetail', { example: examples.avatarDetail });

const detailRoute = createRoute({
  method: 'get',
  path: '/avatars/{id}',
  operationId: 'getAvatar',
  tags: ['Portraits'],
  summary: 'Get the properties of a portrait',
  description:
    'The name of a picture instead of an id, as in `imageUrl`, is answered with the picture, like `/avatars/{id}/picture`.',
  request: { params: z.object({ id: avatarIdSchema }) },
  responses: {
    200: { description: 'The portrait', content: { 'application/json': { schema: detailSchema } } },
    ...problems('avatar_not_found'),
  },
});

const picture = z.string().openapi({ format: 'binary' });
const pictureRoute = createRoute({
  method: 'get',
  path: '/avatars/{id}/picture',
  operationId: 'getAvatarPicture',
  tags: ['Portraits'],
  summary: 'Get the picture of a portrait',
  request: { params: z.object({ id: avatarIdSchema }) },
  responses: {
    200: {
      description: 'The picture, as it was added',
      content: {
        'image/png': { schema: picture },
        'image/jpeg': { schema: picture },
        'image/webp': { schema: picture },
      },
    },
    206: { description: 'A part of the picture' },
    304: { description: 'Unchanged since the version in If-None-Match' },
    ...problems('request_invalid', 'avatar_not_found', 'range_unsatisfiable'),
  },
});

/** Adds the routes that show the catalogue. */
export function addAvatarRoutes(
  app: OpenAPIHono,
  { catalogue, store, settings }: Pick<AdapterContext, 'catalogue' | 'store' | 'settings'>,
): void {
  app.openapi(listRoute, async (context) => {
    const entries = await catalogue.list();
    return context.json(
      entries.map((entry) => avatarJson(entry, settings.BASE_PATH)),
      200,
    );
  });

  app.openapi(pictureRoute, async (context) => {
    return pictureResponse(context, await catalogue.find(context.req.valid('param').id));
  });

  // Registered for the OpenAPI document only: a name may be the id of a portrait, or that of its picture.
  app.openAPIRegistry.registerPath(detailRoute);
  app.get('/avatars/:name', async (context) => {
    const { name } = context.req.param();
    const extension = path.extname(name);
    if (extension !== '' && !Object.hasOwn(pictureTypes, extension)) {
      throw new RenderError(
        'avatar_not_found',
        `${name} is not the name of a portrait's picture, which ends in .png, .jpg, or .webp.`,
      );
    }
    const entry = await catalogue.find(name.slice(0, name.length - extension.length));
    if (extension === '') return context.json(await detailJson(entry, store, settings.BASE_PATH), 200);
    return pictureResponse(context, entry);
  });
}

async function pictureResponse(context: Context, entry: CatalogueEntry): Promise<Response> {
  const headers = { contentType: pictureType(entry), cacheControl: 'public, max-age=60' };
  return objectResponse(context, entry.source.store, entry.picture, headers);
}

/** The warnings in a portrait's metadata. */
const metadataWarnings = z.object({ warnings: z.array(portraitWarningCode).optional() });

async function detailJson(
  entry: CatalogueEntry,
  store: Store,
  basePath: string,
): Promise<z.infer<typeof detailSchema>> {
  const raw = await readMetadata(entry);
  const metadata = detailSchema.pick({ box: true }).safeParse(raw);
  const known = metadataWarnings.safeParse(raw);
  return {
    ...avatarJson(entry, basePath),
    ...(metadata.success ? metadata.data : {}),
    ...describeWarnings(known.data?.warnings),
    added: isUploaded(entry, store),
  };
}

function avatarJson(entry: CatalogueEntry, basePath: string): z.infer<typeof avatarSchema> {
  return { id: entry.id, imageUrl: linksBelow(basePath).picture(pictureName(entry)) };
}
