import { z } from 'zod';
import { portraitWarning } from '../../domain/portrait-warnings.js';
import { renderWarning } from '../../domain/render-warnings.js';
import { errorCodes } from '../../errors/table.js';
import { motionPresetNames } from '../../domain/motion-presets.js';
import { optionalForm } from '../../domain/video-form.js';
import { avatarIdPattern } from '../../domain/avatar-id.js';
import { voiceIdPattern } from '../../domain/voice-id.js';

/* Fields that several events and requests share. */

export const avatarIdSchema = z
  .string()
  .regex(avatarIdPattern, 'must consist of up to 64 characters a-z, 0-9, and -')
  .describe('Id of a portrait in the catalogue')
  .meta({ examples: ['alice'] });

/** A URL as browsers read it: spaces around it and line breaks do not count, other spaces are encoded. */
function normalizeUrl(text: string): string {
  return text
    .trim()
    .replace(/[\t\r\n]/g, '')
    .replace(/\s/g, encodeURIComponent);
}

/** What a text is that is not an http(s) URL, and what to do. Texts may be long: only their beginning is read. */
function urlFault(input: unknown): string {
  const start = typeof input === 'string' ? input.slice(0, 64).toLowerCase() : '';
  if (start.startsWith('data:'))
    return 'must be an http(s) URL, and is a data: URL. Upload the recording instead: as the file `voice` of a multipart/form-data request';
  if (start.startsWith('s3://') || start.startsWith('gs://'))
    return 'must be an http(s) URL. For an object in a bucket, use a presigned https URL, or upload the recording';
  if (/^(?:file:|[a-z]:\\|\/|\.\.?\/|~\/)/.test(start))
    return 'must be an http(s) URL, and is the path of a file. Upload the recording instead: as the file `voice` of a multipart/form-data request';
  if (start.length === 64 && /^[a-z0-9+/]{64}$/.test(start))
    return 'must be an http(s) URL, and looks like Base64. Upload the recording instead: as the file `voice` of a multipart/form-data request';
  return 'must be an http(s) URL';
}

/** A URL; the JSON Schema's pattern cannot express that it must be parseable. */
export const httpUrlSchema = z
  .string()
  .overwrite(normalizeUrl)
  .regex(/^https?:\/\/\S+$/, { abort: true, error: ({ input }) => urlFault(input) })
  .max(4096)
  .refine((text) => URL.canParse(text), 'must be an http(s) URL');

function hasCredentials(text: string): boolean {
  const { username = '', password = '' } = URL.canParse(text) ? new URL(text) : {};
  return username !== '' || password !== '';
}

export const voiceUrlSchema = z
  .string()
  .overwrite(normalizeUrl)
  .regex(/^(https?:\/\/\S+|upload:[a-z0-9-]{1,64})$/, {
    abort: true,
    error: ({ input }) => urlFault(input),
  })
  .max(4096)
  .refine((text) => URL.canParse(text), 'must be an http(s) URL')
  .describe('URL of the voice: http(s), or `upload:<jobId>` for a voice uploaded with the request')
  .meta({ examples: ['https://example.com/voice.wav'] });

/** It is stored and logged, so it must not contain a secret in a form that everything shows. */
const callbackUrlSchema = httpUrlSchema
  .refine((text) => !hasCredentials(text), 'must not contain a user name or a password')
  .describe('URL that receives the outcome when the job has ended (Standard Webhooks)')
  .meta({ examples: ['https://example.com/hooks/avatar'] });

export const fpsSchema = z.number().min(1).max(60).describe('Frames per second; 25 if absent');

export const mouthStrengthSchema = z
  .number()
  .min(0)
  .max(2)
  .describe('How far the mouth moves, relative to what the voice asks for: 0 keeps it still; 1 if absent');

const motionStrength = z.number().min(0).max(1);

/** The strengths of a video's motion. */
export const motionFields = {
  blink: motionStrength.describe('Share of the natural number of blinks'),
  head: motionStrength.describe('Scales how far the head turns, nods, and tilts'),
  breath: motionStrength.describe('Scales how far a breath raises the chest'),
} as const;

export const motionSchema = z
  .union([z.enum(motionPresetNames), z.strictObject(motionFields).partial()], {
    error: 'must be still, blink, alive, or an object with blink, head, and breath, each 0 to 1',
  })
  .describe(
    'How much the portrait moves besides its mouth: a preset, or strengths, of which absent ones are 0; MOTION if absent',
  )
  .meta({ examples: ['alive', { blink: 1, head: 0.5 }] });

const seedSchema = z
  .union([z.string().min(1).max(128), z.int()], {
    error: 'must be a whole number, or 1 to 128 characters',
  })
  .describe('Chooses the motion: the same seed gives the same motion; the job id if absent')
  .meta({ examples: ['take 2', 7] });

const streamSchema = z
  .boolean()
  .describe(
    'Whether the video can be watched while it is rendered (`/status/{jobId}/stream.m3u8`); not if absent',
  );

/** A tag as locales write it: `en_US`, `en_US.UTF-8`. */
function normalizeLanguage(text: string): string {
  return text
    .trim()
    .replace(/[.@].*$/s, '')
    .replaceAll('_', '-');
}

/** What a text is spoken like; shared by everything that can be given a text. */
export const speechFields = {
  voice: z
    .string()
    .regex(voiceIdPattern, 'must be the id of a voice (GET /voices)')
    .describe('Id of the voice that speaks the text; by default the first one that speaks `language`')
    .meta({ examples: ['slt'] }),
  language: z
    .string()
    .overwrite(normalizeLanguage)
    .regex(/^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'must be a language tag such as en-US (BCP 47)')
    .describe('Language of the text (BCP 47), which chooses the voice')
    .meta({ examples: ['en-US'] }),
  speed: z.number().min(0.5).max(2).describe("Speed of the speech, relative to the voice's own; 1 if absent"),
} as const;

/** Its length and content are checked apart, because the limit is a setting. */
export const textSchema = z
  .string()
  .describe('What the portrait says, instead of a voice; up to TEXT_MAX_CHARACTERS')
  .meta({ examples: ['Good morning, I am Alice.'] });

/** A text that is spoken instead of a voice, in events and requests. */
export const optionalSpeech = {
  text: textSchema.optional(),
  voice: speechFields.voice.optional(),
  language: speechFields.language.optional(),
  speed: speechFields.speed.optional(),
};

/** How the face moves, in videos and previews. */
export const optionalMovement = {
  mouthStrength: mouthStrengthSchema.optional(),
  motion: motionSchema.optional(),
  seed: seedSchema.optional(),
};

/** What events and requests may say about a video. */
export const optionalRender = {
  fps: fpsSchema.optional(),
  ...optionalMovement,
  stream: streamSchema.optional(),
  ...optionalForm,
  callbackUrl: callbackUrlSchema.optional(),
};

/** Why something failed. */
export const failureFields = {
  code: z.enum(errorCodes).describe('From the closed list of error codes'),
  message: z.string().describe('What went wrong and how to fix it'),
  details: z.record(z.string(), z.unknown()).optional().describe('Values that belong to the error'),
};

/** What is wrong with a video that was rendered. */
export const renderWarnings = z
  .array(renderWarning)
  .min(1)
  .optional()
  .describe('Why the video may look or sound poorly; absent if nothing is wrong');

/** What is wrong with a portrait that can be used. */
export const portraitWarnings = z
  .array(portraitWarning)
  .min(1)
  .optional()
  .describe('Why the portrait may speak poorly; absent if nothing is wrong');
