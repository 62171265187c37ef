import path from 'node:path';
import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi';
import { pictureType, type CatalogueEntry } from '../../storage/catalogue.js';
import { avatarIdSchema } from '../contract/event-data.js';
import type { Adapter } from './adapter.js';
import { objectResponse } from './object-response.js';
import { problems } from './problem.js';

const avatarSchema = z
  .object({
    id: avatarIdSchema,
    imageUrl: z.string().openapi({ example: '/avatars/alice.png' }),
  })
  .openapi('Avatar');

const listRoute = createRoute({
  method: 'get',
  path: '/avatars',
  tags: ['Portraits'],
  summary: 'All portraits there are',
  responses: {
    200: {
      description: 'In the order of their ids',
      content: { 'application/json': { schema: z.array(avatarSchema) } },
    },
    ...problems('store_unavailable', 'store_refused'),
  },
});

const pictureRoute = createRoute({
  method: 'get',
  path: '/avatars/{file}',
  tags: ['Portraits'],
  summary: "A portrait's picture",
  request: {
    params: z.object({
      file: z.string().openapi({ example: 'alice.png', description: '`<id>.png`, as `imageUrl` names it' }),
    }),
  },
  responses: {
    200: {
      description: 'The picture',
      content: { 'image/png': { schema: z.string().openapi({ format: 'binary' }) } },
    },
    304: { description: 'It is still the one that If-None-Match names' },
    ...problems('avatar_not_found', 'store_unavailable', 'store_refused'),
  },
});

/** Routes that show the catalogue. */
export function addAvatarRoutes(app: OpenAPIHono, { catalogue }: Adapter): void {
  app.openapi(listRoute, async (context) => {
    const entries = await catalogue.list();
    return context.json(entries.map(avatarJson), 200);
  });

  app.openapi(pictureRoute, async (context) => {
    const { file } = context.req.valid('param');
    const entry = await catalogue.find(path.basename(file, path.extname(file)));
    const headers = { contentType: pictureType(entry), cacheControl: 'public, max-age=60' };
    return objectResponse(context, entry.shelf.store, entry.picture, headers);
  });
}

export function avatarJson({ id, picture }: CatalogueEntry): z.infer<typeof avatarSchema> {
  return { id, imageUrl: `/avatars/${id}${path.extname(picture.key)}` };
}
