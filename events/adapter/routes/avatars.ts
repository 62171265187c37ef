import { createHash } from 'node:crypto';
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
import { avatarNameSchema } from '../../../domain/avatar-name.js';
import { avatarIdSchema } from '../../contract/data-fields.js';
import { portraitCompletedData } from '../../contract/task-data.js';
import type { AdapterContext } from '../context.js';
import {
  pictureFormats,
  pictureWidths,
  ScaledPictures,
  type PictureWidth,
} from '../pictures/scaled-pictures.js';
import { linksBelow } from '../http/links.js';
import { examples } from '../http/openapi-examples.js';
import { objectResponse } from '../http/object-response.js';
import { problems } from '../http/problem.js';

const avatarSchema = z
  .object({
    id: avatarIdSchema,
    name: avatarNameSchema.optional().openapi({ description: 'As it was typed; absent if none was' }),
    imageUrl: z.string().openapi({ example: '/avatars/alice.png', description: 'Where its picture is' }),
    thumbnailUrl: z.string().openapi({
      example: '/avatars/alice/picture?width=160&version=8MkZ3nMbYRk',
      description: 'A small version of the picture, which browsers may keep: it changes with the picture',
    }),
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
  request: {
    params: z.object({ id: avatarIdSchema }),
    query: z.object({
      width: z
        .enum(pictureWidths.map(String))
        .optional()
        .openapi({ description: 'In pixels; the picture is scaled down to it, and sent as AVIF or WebP' }),
      version: z
        .string()
        .max(64)
        .optional()
        .openapi({ description: 'From `thumbnailUrl`: the answer may then be kept for a year' }),
    }),
  },
  responses: {
    200: {
      description: 'The picture: as it was added, or scaled',
      content: {
        'image/avif': { schema: picture },
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

const minute = 'public, max-age=60';
const year = 'max-age=31536000, immutable';

/** Adds the routes that show the catalogue. */
export function addAvatarRoutes(
  app: OpenAPIHono,
  { catalogue, store, settings }: Pick<AdapterContext, 'catalogue' | 'store' | 'settings'>,
): void {
  const scaled = new ScaledPictures();
  app.openapi(listRoute, async (context) => {
    const list = (await catalogue.list()).map((entry) => avatarJson(entry, settings.BASE_PATH));
    return context.json(list, 200);
  });

  app.openapi(pictureRoute, async (context) => {
    const { width, version } = context.req.valid('query');
    const entry = await catalogue.find(context.req.valid('param').id);
    const wanted = pictureWidths.find((each) => String(each) === width);
    if (wanted === undefined) return pictureResponse(context, entry);
    const isKept = version === pictureVersion(entry);
    const scope = isUploaded(entry, store) ? 'private' : 'public';
    return scaledResponse(context, { scaled, entry, width: wanted }, isKept ? `${scope}, ${year}` : minute);
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
  const headers = { contentType: pictureType(entry), cacheControl: minute };
  return objectResponse(context, entry.source.store, entry.picture, headers);
}

/** Sends the picture in one of the formats that the client reads; as it was added if it cannot be scaled. */
async function scaledResponse(
  context: Context,
  { scaled, entry, width }: { scaled: ScaledPictures; entry: CatalogueEntry; width: PictureWidth },
  cacheControl: string,
): Promise<Response> {
  const accept = context.req.header('accept') ?? '';
  const format = pictureFormats.find((name) => accept.includes(`image/${name}`)) ?? 'webp';
  const etag = `"${pictureVersion(entry)}-${String(width)}-${format}"`;
  const headers = { etag, 'cache-control': cacheControl, vary: 'Accept' };
  if (context.req.header('if-none-match') === etag) return context.body(null, 304, headers);
  const stored = { store: entry.source.store, picture: entry.picture };
  const bytes = await scaled.get(stored, width, format).catch((error: unknown) => {
    if (error instanceof RenderError) throw error;
  });
  if (!bytes) return pictureResponse(context, entry);
  return context.body(new Uint8Array(bytes), 200, { ...headers, 'content-type': `image/${format}` });
}

/** Changes with the picture. */
function pictureVersion({ picture: { key, etag } }: CatalogueEntry): string {
  return createHash('sha256')
    .update(JSON.stringify([key, etag]))
    .digest('base64url')
    .slice(0, 11);
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
  const links = linksBelow(basePath);
  return {
    id: entry.id,
    ...(entry.name === undefined ? {} : { name: entry.name }),
    imageUrl: links.picture(pictureName(entry)),
    thumbnailUrl: links.thumbnail(entry.id, pictureVersion(entry)),
  };
}
