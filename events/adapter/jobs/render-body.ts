import { z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import type { Settings } from '../../../config/settings.js';
import { RenderError } from '../../../errors/render-error.js';
import {
  avatarIdSchema,
  callbackUrlSchema,
  fpsSchema,
  httpUrlSchema,
  mouthStrengthSchema,
  renderRequestedData,
} from '../../contract/event-data.js';
import { examples } from '../http/openapi-examples.js';
import { bodyMediaType } from '../http/media-type.js';
import { readForm } from '../http/form.js';
import { readJson } from '../http/json-body.js';
import type { VoiceUpload } from './upload-voice.js';
import { validate } from '../http/validate.js';

export const voiceUrlField = httpUrlSchema
  .describe('URL of the voice')
  .meta({ examples: ['https://example.com/voice.wav'] });

export const jsonRequest = z
  .strictObject({
    avatarId: avatarIdSchema,
    voiceUrl: voiceUrlField,
    fps: fpsSchema.optional(),
    mouthStrength: mouthStrengthSchema.optional(),
    callbackUrl: callbackUrlSchema.optional(),
  })
  .openapi('RenderRequest', { example: examples.renderRequest });

export const mouthStrengthField = formNumber(mouthStrengthSchema);

export const formRequest = z.strictObject({
  avatarId: avatarIdSchema,
  voiceUrl: voiceUrlField.optional(),
  fps: formNumber(fpsSchema),
  mouthStrength: mouthStrengthField,
  callbackUrl: callbackUrlSchema.optional(),
});

/** A number in a form. The limits of a coerced number would be missing in the OpenAPI document. */
function formNumber(schema: z.ZodNumber) {
  const [minimum, maximum] = [schema.minValue ?? 0, schema.maxValue ?? 0];
  return z.coerce.number().pipe(schema).optional().openapi({ type: 'number', minimum, maximum });
}

type RenderBody = z.infer<typeof renderRequestedData> & { readonly jobId: string };

type UploadLimits = Pick<Settings, 'UPLOAD_MAX_BYTES' | 'PICTURE_MAX_BYTES'>;

const form = 'multipart/form-data';

/**
 * Reads a render request; the voice of a form is stored as it arrives.
 * @param voice receives the voice
 * @throws RenderError `request_invalid`, `media_type_unsupported`, `body_too_large`
 */
export async function readRenderBody(
  context: Context,
  jobId: string,
  voice: VoiceUpload,
  settings: UploadLimits,
): Promise<RenderBody> {
  const contentType = bodyMediaType(context);
  if (contentType === 'application/json')
    return { jobId, ...validate(jsonRequest, await readJson(context.req.raw)) };
  if (contentType === form) return readUpload(context, jobId, voice, settings);
  throw new RenderError(
    'media_type_unsupported',
    `The Content-Type is ${contentType ?? 'missing'}. Send application/json or ${form}.`,
  );
}

async function readUpload(
  context: Context,
  jobId: string,
  voice: VoiceUpload,
  settings: UploadLimits,
): Promise<RenderBody> {
  let voiceSha256: string | undefined;
  const { signal } = context.req.raw;
  const fields = await readForm(context.req.raw, 'voice', settings, async (file) => {
    voiceSha256 = await voice.receive(file, signal);
  });
  const { voiceUrl: url, ...rest } = validate(formRequest, fields);
  if ((url === undefined) === (voiceSha256 === undefined)) {
    throw new RenderError('request_invalid', 'Send either the file `voice` or the field `voiceUrl`.');
  }
  return {
    jobId,
    ...rest,
    voiceUrl: url ?? `upload:${jobId}`,
    ...(voiceSha256 === undefined ? {} : { voiceSha256 }),
  };
}
