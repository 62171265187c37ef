import { z } from '@hono/zod-openapi';
import { avatarIdSchema, optionalRender, speechFields, textSchema } from '../../contract/data-fields.js';
import { examples } from '../http/openapi-examples.js';
import { movementForm, renderForm, speechForm, voiceUrlField } from './render-body.js';

/*
 * Render requests as the OpenAPI document describes them: one schema for each way to give a voice, so that generated
 * clients know that exactly one is needed. `readRenderBody` validates their fields together, with one message for
 * all ways.
 */

const spokenFields = {
  voice: speechFields.voice.optional(),
  language: speechFields.language.optional(),
  speed: speechFields.speed.optional(),
};

const textRequest = z
  .strictObject({ avatarId: avatarIdSchema, text: textSchema, ...spokenFields, ...optionalRender })
  .openapi('TextRenderRequest', { example: examples.renderRequest });

const recordingRequest = z
  .strictObject({ avatarId: avatarIdSchema, voiceUrl: voiceUrlField, ...optionalRender })
  .openapi('RecordingRenderRequest', { example: examples.recordingRequest });

/** The JSON body of `POST /render`. */
export const documentedRequest = z
  .union([textRequest, recordingRequest])
  .openapi('RenderRequest', { example: examples.renderRequest }, { unionPreferredType: 'oneOf' });

const formFields = { avatarId: avatarIdSchema, ...optionalRender, ...renderForm, ...movementForm };
const file = z.string().openapi({ format: 'binary', description: 'The recording' });

const uploadForm = z
  .strictObject({ ...formFields, voice: file })
  .openapi('RenderUpload', { example: examples.renderUpload });
const textForm = z.strictObject({ ...formFields, ...speechForm, text: textSchema }).openapi('TextRenderForm');
const recordingForm = z
  .strictObject({ ...formFields, voiceUrl: voiceUrlField })
  .openapi('RecordingRenderForm');

/** The form of `POST /render`. */
export const documentedForm = z
  .union([uploadForm, textForm, recordingForm])
  .openapi('RenderForm', { example: examples.renderUpload }, { unionPreferredType: 'oneOf' });
