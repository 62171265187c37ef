import { z } from 'zod';
import { optionalShape } from '../../domain/video-form.js';
import { avatarNameSchema } from '../../domain/avatar-name.js';
import { rectangleSchema } from '../../domain/rectangle.js';
import {
  avatarIdSchema,
  failureFields,
  mouthStrengthSchema,
  optionalSpeech,
  portraitWarnings,
  textSchema,
  voiceUrlSchema,
} from './data-fields.js';
import { idPattern } from './job-id.js';

const rectangle = rectangleSchema.describe('In pixels, from the top left corner of the picture');

const requestId = z.string().regex(idPattern).describe('Id of the task');

const dryRun = z.literal(true).optional();

/** `portrait.requested`: find the face in an uploaded picture and add the portrait to the catalogue. */
export const portraitRequestedData = z.object({
  requestId,
  avatarId: avatarIdSchema,
  name: avatarNameSchema.optional().describe('The name of the portrait, as it is shown to people'),
  dryRun: dryRun.describe('Find the face only: nothing is added or stored'),
  box: rectangle.optional().describe('The face box, instead of detecting it'),
});

/** `portrait.completed`: the portrait is in the catalogue, unless it was a dry run. */
export const portraitCompletedData = z.object({
  requestId,
  avatarId: avatarIdSchema,
  dryRun: dryRun.describe('The face was found, and nothing was added or stored'),
  width: z.int().positive().describe('Width of the picture in pixels'),
  height: z.int().positive().describe('Height of the picture in pixels'),
  box: rectangle.describe('The crop for the network'),
  warnings: portraitWarnings,
});

/** `preview.requested`: render a single frame, as a preview before a long render. */
export const previewRequestedData = z.object({
  requestId,
  avatarId: avatarIdSchema,
  voiceUrl: voiceUrlSchema
    .optional()
    .describe('The voice whose loudest moment is shown; without it and a text, an open mouth'),
  ...optionalSpeech,
  mouthStrength: mouthStrengthSchema.optional(),
  ...optionalShape,
});

/** `speech.requested`: speak a text, for listening before a render. */
export const speechRequestedData = z.object({
  requestId,
  ...optionalSpeech,
  text: textSchema,
});

/** `speech.completed`: the speech is in the store. */
export const speechCompletedData = z.object({ requestId });

/** `speech.failed`: a retry would not help. */
export const speechFailedData = z.object({ requestId, ...failureFields });

/** `preview.completed`: the frame is in the store. */
export const previewCompletedData = z.object({ requestId, avatarId: avatarIdSchema });

/** `portrait.failed`, `preview.failed`: a retry would not help. */
export const taskFailedData = z.object({
  requestId,
  avatarId: z.string().describe('Id of the portrait'),
  ...failureFields,
});
