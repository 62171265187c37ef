import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { checkPictureShape } from '../../../domain/check-video-form.js';
import { optionalShape } from '../../../domain/video-form.js';
import { RenderError } from '../../../errors/render-error.js';
import type { ObjectInfo } from '../../../storage/store.js';
import {
  avatarIdSchema,
  mouthStrengthSchema,
  optionalMovement,
  optionalSpeech,
} from '../../contract/data-fields.js';
import { previewRequestedData } from '../../contract/task-data.js';
import { taskRequested } from '../../contract/events.js';
import { readTaskOutcome, taskKeys } from '../../status/task.js';
import type { AdapterContext } from '../context.js';
import { examples } from '../http/openapi-examples.js';
import { readForm } from '../http/form.js';
import { bodyMediaType } from '../http/media-type.js';
import { checkVoice } from '../jobs/check-voice.js';
import { readJson } from '../http/json-body.js';
import { objectResponse } from '../http/object-response.js';
import { problems } from '../http/problem.js';
import { checkVoices, movementForm, shapeForm, speechForm, voiceUrlField } from '../jobs/render-body.js';
import { newRequestId, runTask } from '../tasks/run-task.js';
import { requestLineage } from '../http/request-lineage.js';
import { validate } from '../http/validate.js';

/** What a preview shows; a single frame has the portrait's own pose. */
const frameOptions = z.object({
  voiceUrl: previewRequestedData.shape.voiceUrl,
  ...optionalSpeech,
  mouthStrength: mouthStrengthSchema.optional(),
  ...optionalShape,
});

const previewRequest = z
  .strictObject({
    ...frameOptions.shape,
    voiceUrl: voiceUrlField.optional(),
    ...optionalMovement,
  })
  .openapi('PreviewRequest', { example: examples.previewRequest });

const previewForm = z.strictObject({
  ...speechForm,
  ...movementForm,
  ...shapeForm,
});

const previewRoute = createRoute({
  method: 'post',
  path: '/avatars/{id}/preview',
  operationId: 'renderPreview',
  tags: ['Portraits'],
  summary: 'Render one frame as a preview',
  description:
    'Shows the loudest moment of a voice (JSON with `voiceUrl`, or a form with the file `voice`) or of a `text`, or an open mouth without one, in the pose of the portrait: `motion` and `seed` are accepted like those of a render, and change nothing. While a video is rendering, the answer is 503 with `Retry-After`.',
  request: {
    params: z.object({ id: avatarIdSchema }),
    body: {
      required: false,
      content: {
        'application/json': { schema: previewRequest },
        'multipart/form-data': {
          schema: z
            .object({
              ...speechForm,
              voice: z.string().optional().openapi({ format: 'binary' }),
              ...movementForm,
              ...shapeForm,
            })
            .openapi('PreviewUpload', { example: examples.previewUpload }),
        },
      },
    },
  },
  responses: {
    200: {
      description: 'The frame',
      content: { 'image/png': { schema: z.string().openapi({ format: 'binary' }) } },
    },
    ...problems(
      'request_invalid',
      'avatar_not_found',
      'body_too_large',
      'media_type_unsupported',
      'voice_unreadable',
      'language_unsupported',
      'face_not_found',
      'sink_unavailable',
      'not_finished',
      'renderer_busy',
    ),
  },
});

const previewImageRoute = createRoute({
  method: 'get',
  path: '/previews/{requestId}',
  operationId: 'getPreview',
  tags: ['Portraits'],
  summary: 'Get a preview, as named by `previewUrl`',
  request: { params: z.object({ requestId: z.uuid() }) },
  responses: {
    200: {
      description: 'The picture',
      content: { 'image/png': { schema: z.string().openapi({ format: 'binary' }) } },
    },
    304: { description: 'Unchanged since the version in If-None-Match' },
    ...problems('request_invalid', 'avatar_not_found'),
  },
});

/** Adds the routes for previews: a portrait with box and mask, and a single rendered frame. */
export function addPreviewRoutes(
  app: OpenAPIHono,
  adapter: Pick<AdapterContext, 'store' | 'sink' | 'producer' | 'settings' | 'catalogue' | 'clock'>,
): void {
  const { store, catalogue } = adapter;
  app.openapi(previewImageRoute, async (context) => {
    const facts = await shownPreview(context.req.valid('param').requestId, adapter);
    // Revalidated each time, so that browsers do not show deleted pictures from their cache.
    return objectResponse(context, store, facts, {
      contentType: 'image/png',
      cacheControl: 'private, no-cache',
    });
  });

  // Registered for the OpenAPI document only: an uploaded voice is read as it arrives.
  app.openAPIRegistry.registerPath(previewRoute);
  app.post('/avatars/:id/preview', async (context) => {
    const avatarId = validate(avatarIdSchema, context.req.param('id'), 'id');
    await catalogue.find(avatarId);
    const requestId = newRequestId();
    try {
      const data = { requestId, avatarId, ...(await readPreviewBody(context, requestId, adapter)) };
      const envelope = { ...adapter.producer, ...requestLineage(context) };
      const event = taskRequested('preview.requested', data, envelope);
      await runTask(event, 'preview.completed', adapter, context.req.raw.signal);
    } finally {
      await store.delete(taskKeys.voice(requestId));
    }
    const facts = await store.head(taskKeys.image(requestId));
    if (!facts) throw new RenderError('store_unavailable', 'The frame is missing from the store.');
    return objectResponse(context, store, facts, { contentType: 'image/png', cacheControl: 'no-store' });
  });
}

/**
 * Reads the preview of a task while the portrait that it shows is in the catalogue.
 * @throws RenderError `avatar_not_found` if the portrait was deleted or replaced, or if there is no
 *   such preview
 */
async function shownPreview(
  requestId: string,
  { store, catalogue }: Pick<AdapterContext, 'store' | 'catalogue'>,
): Promise<ObjectInfo> {
  const image = await store.head(taskKeys.image(requestId));
  const ended = await store.head(taskKeys.outcome(requestId));
  const outcome = ended && (await readTaskOutcome(store, requestId));
  if (image && outcome && 'avatarId' in outcome.data) {
    const { picture } = await catalogue.find(outcome.data.avatarId);
    // A later picture under the same id may show another person.
    if (picture.modified <= ended.modified) return image;
  }
  throw new RenderError('avatar_not_found', 'This preview no longer exists.');
}

/** Reads the options of a preview; the voice of a form is stored as it arrives. */
async function readPreviewBody(
  context: Context,
  requestId: string,
  { store, settings }: Pick<AdapterContext, 'store' | 'settings'>,
): Promise<z.infer<typeof frameOptions>> {
  const contentType = bodyMediaType(context);
  if (contentType === undefined) return {};
  if (contentType === 'application/json') {
    const body = validate(previewRequest, await readJson(context.req.raw));
    checkVoices(body, undefined, settings, true);
    await checkVoice(body, settings, context.req.raw.signal);
    checkPictureShape(body);
    return frameOptions.parse(body);
  }
  if (contentType !== 'multipart/form-data') {
    throw new RenderError(
      'media_type_unsupported',
      `The Content-Type is ${contentType}. Send application/json or multipart/form-data.`,
    );
  }
  let voiceUrl: string | undefined;
  const { signal } = context.req.raw;
  const fields = await readForm(context.req.raw, 'voice', settings, async (file) => {
    await store.put(taskKeys.voice(requestId), file, { contentType: 'application/octet-stream', signal });
    voiceUrl = `upload:${requestId}`;
  });
  const body = validate(previewForm, fields);
  checkVoices(body, voiceUrl, settings, true);
  await checkVoice(body, settings, context.req.raw.signal);
  checkPictureShape(body);
  return { ...frameOptions.parse(body), ...(voiceUrl === undefined ? {} : { voiceUrl }) };
}
