import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi';
import type { AdapterContext } from '../context.js';
import { examples } from '../http/openapi-examples.js';

const bytes = z.int().positive();
const seconds = z.number().positive();

const limitsSchema = z
  .object({
    voice: z.object({
      maxBytes: bytes.openapi({ description: 'Of an uploaded file' }),
      minSeconds: seconds,
      maxSeconds: seconds,
    }),
    text: z.object({ maxCharacters: z.int().positive() }),
    picture: z.object({
      maxBytes: bytes.openapi({ description: 'Of an uploaded file' }),
      maxPixels: z.int().positive(),
    }),
  })
  .openapi('Limits', { example: examples.limits });

const limitsRoute = createRoute({
  method: 'get',
  path: '/limits',
  operationId: 'getLimits',
  tags: ['Service'],
  summary: 'Get the limits of voices, texts, and pictures',
  description: 'For checking a file before it is uploaded. The routes that take one check it again.',
  security: [],
  responses: {
    200: { description: 'The limits', content: { 'application/json': { schema: limitsSchema } } },
  },
});

/** Adds the route that says what the service accepts. */
export function addLimitsRoute(app: OpenAPIHono, { settings }: Pick<AdapterContext, 'settings'>): void {
  app.openapi(limitsRoute, (context) =>
    context.json(
      {
        voice: {
          maxBytes: Math.min(settings.UPLOAD_MAX_BYTES, settings.VOICE_MAX_BYTES),
          minSeconds: settings.VOICE_MIN_SECONDS,
          maxSeconds: settings.VOICE_MAX_SECONDS,
        },
        text: { maxCharacters: settings.TEXT_MAX_CHARACTERS },
        picture: { maxBytes: settings.PICTURE_MAX_BYTES, maxPixels: settings.PORTRAIT_MAX_PIXELS },
      },
      200,
      { 'cache-control': 'no-cache' },
    ),
  );
}
