import { z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { checkVideoForm } from '../../../domain/check-video-form.js';
import { optionalShape, pictureShapeFields } from '../../../domain/video-form.js';
import { checkText } from '../../../domain/check-text.js';
import type { Settings } from '../../../config/settings.js';
import { RenderError } from '../../../errors/render-error.js';
import {
  avatarIdSchema,
  fpsSchema,
  httpUrlSchema,
  motionSchema,
  mouthStrengthSchema,
  optionalMovement,
  optionalRender,
  optionalSpeech,
  speechFields,
} from '../../contract/data-fields.js';
import { renderRequestedData } from '../../contract/render-data.js';
import { bodyMediaType } from '../http/media-type.js';
import { readForm } from '../http/form.js';
import { readJson } from '../http/json-body.js';
import type { VoiceUpload } from './upload-voice.js';
import { validate } from '../http/validate.js';

export const voiceUrlField = httpUrlSchema
  .describe('URL of the voice')
  .meta({ examples: ['https://example.com/voice.wav'] });

export const jsonRequest = z.strictObject({
  avatarId: avatarIdSchema,
  voiceUrl: voiceUrlField.optional(),
  ...optionalSpeech,
  ...optionalRender,
});

/** A preset, or the strengths as JSON. */
const motionField = z
  .string()
  .transform(jsonOrText)
  .pipe(motionSchema)
  .optional()
  .openapi({ type: 'string', example: 'alive' });

/** How the face moves, in a form. */
export const movementForm = {
  ...optionalMovement,
  mouthStrength: formNumber(mouthStrengthSchema),
  motion: motionField,
};

/** A rectangle as JSON. */
const cropField = z
  .string()
  .transform(jsonOrText)
  .pipe(pictureShapeFields.crop)
  .optional()
  .openapi({ type: 'string', example: '{"x":0,"y":0,"width":512,"height":512}' });

/** A switch in a form. */
const matteField = z
  .enum(['true', 'false'])
  .transform((text) => text === 'true')
  .optional()
  .openapi({ type: 'string', enum: ['true', 'false'] });

/** The shape of a picture, in a form. */
export const shapeForm = {
  ...optionalShape,
  crop: cropField,
  height: formNumber(pictureShapeFields.height),
  matte: matteField,
};

/** How a text is spoken, in a form. `voice` is a file or the id of a voice. */
export const speechForm = { ...optionalSpeech, speed: formNumber(speechFields.speed) };

/** The other fields of a video, in a form. */
export const renderForm = { fps: formNumber(fpsSchema), ...shapeForm };

export const formRequest = z.strictObject({
  avatarId: avatarIdSchema,
  voiceUrl: voiceUrlField.optional(),
  ...speechForm,
  ...optionalRender,
  ...renderForm,
  ...movementForm,
});

function jsonOrText(text: string): unknown {
  if (!text.startsWith('{')) return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** A number in a form. The limits of a coerced number would be missing in the OpenAPI document. */
function formNumber(schema: z.ZodNumber) {
  const [minimum, maximum] = [schema.minValue ?? 0, schema.maxValue ?? 0];
  return z.coerce.number().pipe(schema).optional().openapi({ type: 'number', minimum, maximum });
}

type RenderBody = z.infer<typeof renderRequestedData> & { readonly jobId: string };

type VoiceChoice = Pick<
  z.infer<typeof renderRequestedData>,
  'voiceUrl' | 'text' | 'voice' | 'language' | 'speed'
>;

type BodyLimits = Pick<
  Settings,
  'UPLOAD_MAX_BYTES' | 'PICTURE_MAX_BYTES' | 'TEXT_MAX_CHARACTERS' | 'SPEECH_URL'
>;

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
  settings: BodyLimits,
): Promise<RenderBody> {
  const contentType = bodyMediaType(context);
  if (contentType === form) return readUpload(context, jobId, voice, settings);
  if (contentType !== 'application/json') {
    throw new RenderError(
      'media_type_unsupported',
      `The Content-Type is ${contentType ?? 'missing'}. Send application/json or ${form}.`,
    );
  }
  const body = validate(jsonRequest, await readJson(context.req.raw));
  checkVoices(body, undefined, settings);
  checkVideoForm(body);
  return { jobId, ...body };
}

async function readUpload(
  context: Context,
  jobId: string,
  voice: VoiceUpload,
  settings: BodyLimits,
): Promise<RenderBody> {
  let voiceSha256: string | undefined;
  const { signal } = context.req.raw;
  const fields = await readForm(context.req.raw, 'voice', settings, async (file) => {
    voiceSha256 = await voice.receive(file, signal);
  });
  const { voiceUrl: url, ...rest } = validate(formRequest, fields);
  checkVoices({ ...rest, voiceUrl: url }, voiceSha256, settings);
  checkVideoForm(rest);
  const voiceUrl = url ?? (voiceSha256 === undefined ? undefined : `upload:${jobId}`);
  return {
    jobId,
    ...rest,
    ...(voiceUrl === undefined ? {} : { voiceUrl }),
    ...(voiceSha256 === undefined ? {} : { voiceSha256 }),
  };
}

/**
 * Checks that exactly one way to give a voice is used.
 * @param isOptional whether none is enough
 * @throws RenderError `request_invalid`, `text_empty`, `text_too_long`, `language_unsupported`
 */
export function checkVoices(
  { voiceUrl, text, voice, language, speed }: VoiceChoice,
  upload: string | undefined,
  settings: Pick<Settings, 'TEXT_MAX_CHARACTERS' | 'SPEECH_URL'>,
  isOptional = false,
): void {
  const ways = [voiceUrl, text, upload].filter((way) => way !== undefined).length;
  if (ways > 1 || (ways === 0 && !isOptional)) {
    throw new RenderError(
      'request_invalid',
      'Send exactly one of `voiceUrl`, the file `voice` of a form, and `text`.',
      { details: { fields: ['voiceUrl', 'voice', 'text'] } },
    );
  }
  if (text !== undefined) checkText(text, settings);
  else if ((voice ?? language ?? speed) !== undefined)
    throw new RenderError('request_invalid', '`voice`, `language`, and `speed` need a `text`.');
}
