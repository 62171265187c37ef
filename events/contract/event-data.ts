import { z } from 'zod';
import { portraitWarning } from '../../errors/portrait-warnings.js';
import { errorCodes } from '../../errors/table.js';
import { avatarIdPattern } from '../../storage/catalogue/avatar-id.js';
import { jobIdSchema } from './job-id.js';

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

/** A URL; the JSON Schema's pattern cannot express that it must be parseable. */
export const httpUrlSchema = z
  .string()
  .overwrite(normalizeUrl)
  .max(4096)
  .regex(/^https?:\/\/\S+$/, { abort: true, error: 'must be an http(s) URL' })
  .refine((text) => URL.canParse(text), 'must be an http(s) URL');

export const voiceUrlSchema = z
  .string()
  .overwrite(normalizeUrl)
  .max(4096)
  .regex(/^(https?:\/\/\S+|upload:[a-z0-9-]{1,64})$/, { abort: true, error: 'must be an http(s) URL' })
  .refine((text) => URL.canParse(text), 'must be an http(s) URL')
  .describe('URL of the voice: http(s), or `upload:<jobId>` for a voice uploaded with the request')
  .meta({ examples: ['https://example.com/voice.wav'] });

export const callbackUrlSchema = httpUrlSchema
  .describe('URL that receives the outcome when the job has ended (Standard Webhooks)')
  .meta({ examples: ['https://example.com/hooks/avatar'] });

export const fpsSchema = z.number().min(1).max(60).describe('Frames per second; 25 if absent');

export const mouthStrengthSchema = z
  .number()
  .min(0)
  .max(2)
  .describe('How far the mouth moves, relative to what the voice asks for: 0 keeps it still; 1 if absent');

/** What a text is spoken like; shared by everything that can be given a text. */
export const speechFields = {
  voice: z
    .string()
    .regex(/^[^\s/]{1,128}$/, 'must be the id of a voice (GET /voices)')
    .describe('Id of the voice that speaks the text; by default the first one that speaks `language`')
    .meta({ examples: ['slt'] }),
  language: z
    .string()
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

const optionalSpeech = {
  text: textSchema.optional(),
  voice: speechFields.voice.optional(),
  language: speechFields.language.optional(),
  speed: speechFields.speed.optional(),
};

/** Whether exactly one of the ways to give a voice is used. */
function hasOneVoice({ voiceUrl, text }: { voiceUrl?: unknown; text?: unknown }): boolean {
  return (voiceUrl === undefined) !== (text === undefined);
}

const seconds = z.number().nonnegative();
const failure = {
  code: z.enum(errorCodes).describe('From the closed list of error codes'),
  message: z.string().describe('What went wrong and how to fix it'),
  details: z.record(z.string(), z.unknown()).optional(),
};

const warnings = z
  .array(portraitWarning)
  .min(1)
  .optional()
  .describe('Why the portrait may speak poorly; absent if nothing is wrong');

const stage = z.enum(['voice', 'portrait', 'wav2lip', 'video', 'store']);

/** `render.requested`: a job to render. */
export const renderRequestedData = z
  .object({
    jobId: jobIdSchema
      .optional()
      .describe('Id of the job; if absent, derived from the source and id of the event'),
    avatarId: avatarIdSchema,
    voiceUrl: voiceUrlSchema.optional(),
    voiceSha256: z
      .string()
      .regex(/^[0-9a-f]{64}$/)
      .optional()
      .describe('Of an uploaded voice'),
    ...optionalSpeech,
    fps: fpsSchema.optional(),
    mouthStrength: mouthStrengthSchema.optional(),
    callbackUrl: callbackUrlSchema.optional(),
  })
  .refine(hasOneVoice, 'must have either voiceUrl or text')
  .meta({
    oneOf: [
      { properties: { voiceUrl: {} }, required: ['voiceUrl'] },
      { properties: { text: {} }, required: ['text'] },
    ],
  });

/** `render.progressed`: progress, at most once a second. */
export const renderProgressedData = z.object({
  jobId: jobIdSchema,
  avatarId: avatarIdSchema,
  attempt: z.int().positive().describe('Counts the renderers that have leased the job'),
  stage,
  framesDone: z.int().nonnegative(),
  frames: z.int().positive().optional().describe('Known once the voice is decoded'),
  progress: z.number().min(0).max(1),
  framesPerSecond: z.number().nonnegative().optional(),
  secondsLeft: seconds.optional(),
});

/** `render.completed`: the video is in the store. */
export const renderCompletedData = z.object({
  jobId: jobIdSchema,
  avatarId: avatarIdSchema,
  videoUrl: z.string().describe('`s3://bucket/videos/<jobId>.mp4`, or `file:///…` in local use'),
  durationSeconds: seconds,
  frames: z.int().positive(),
  fps: z.number().positive(),
  width: z.int().positive(),
  height: z.int().positive(),
  bytes: z.int().positive(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  model: z.object({
    file: z.string().describe('File name of the checkpoint'),
    sha256: z.string().regex(/^[0-9a-f]{64}$/),
    open: z.boolean().describe("Whether it is the project's own open model"),
    detail: z
      .object({ sha256: z.string().regex(/^[0-9a-f]{64}$/) })
      .optional()
      .describe("The network that moved the portrait's own pixels; absent with DETAIL=off"),
  }),
  executionProvider: z.string(),
  mark: z
    .enum(['xmp', 'c2pa', 'off'])
    .optional()
    .describe('How the video says that a machine made it; absent for jobs of versions before marks'),
  warnings,
  seconds: z
    .object({
      voice: seconds,
      portrait: seconds,
      wav2lip: seconds,
      video: seconds,
      store: seconds,
      total: seconds,
    })
    .describe('Time spent in each stage'),
});

/** `render.failed`: the job has ended without a video, and a retry would not help. */
export const renderFailedData = z.object({
  jobId: jobIdSchema,
  avatarId: z.string().optional(),
  ...failure,
});

/** `render.cancelled`: a client has canceled the job. */
export const renderCancelledData = z.object({
  jobId: jobIdSchema,
  avatarId: z.string().optional(),
});

const rectangle = z
  .object({
    x: z.int().nonnegative(),
    y: z.int().nonnegative(),
    width: z.int().positive(),
    height: z.int().positive(),
  })
  .describe('In pixels, from the top left corner of the picture');

const requestId = z
  .string()
  .regex(/^[a-z0-9-]{1,64}$/)
  .describe('Id of the task');

/** `portrait.requested`: find the face in an uploaded picture and add the portrait to the catalogue. */
export const portraitRequestedData = z.object({
  requestId,
  avatarId: avatarIdSchema,
  box: rectangle.optional().describe('The face box, instead of detecting it'),
});

/** `portrait.completed`: the portrait is in the catalogue. */
export const portraitCompletedData = z.object({
  requestId,
  avatarId: avatarIdSchema,
  width: z.int().positive(),
  height: z.int().positive(),
  box: rectangle.describe('The crop for the network'),
  warnings,
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
export const speechFailedData = z.object({ requestId, ...failure });

/** `preview.completed`: the frame is in the store. */
export const previewCompletedData = z.object({ requestId, avatarId: avatarIdSchema });

/** `portrait.failed`, `preview.failed`: a retry would not help. */
export const taskFailedData = z.object({ requestId, avatarId: z.string(), ...failure });

/** The events of the service, by CloudEvents type. */
export const eventData = {
  'render.requested': renderRequestedData,
  'render.progressed': renderProgressedData,
  'render.completed': renderCompletedData,
  'render.failed': renderFailedData,
  'render.cancelled': renderCancelledData,
  'portrait.requested': portraitRequestedData,
  'portrait.completed': portraitCompletedData,
  'portrait.failed': taskFailedData,
  'preview.requested': previewRequestedData,
  'preview.completed': previewCompletedData,
  'preview.failed': taskFailedData,
  'speech.requested': speechRequestedData,
  'speech.completed': speechCompletedData,
  'speech.failed': speechFailedData,
} as const;

export type EventType = keyof typeof eventData;

/** Whether a text is the type of one of the events. */
export function isEventType(text: string): text is EventType {
  return Object.hasOwn(eventData, text);
}

/** What each event means, for generated documents. */
export const eventPurposes: Readonly<Record<EventType, string>> = {
  'render.requested': 'A video is requested: a portrait speaks with the given voice.',
  'render.progressed': 'Progress of a render, at most once a second.',
  'render.completed': 'The video is in the store.',
  'render.failed': 'The job has ended without a video, and a retry would not help.',
  'render.cancelled': 'A client has canceled the job.',
  'portrait.requested': 'An uploaded picture is to be added to the catalogue.',
  'portrait.completed': 'The portrait is in the catalogue.',
  'portrait.failed': 'The portrait was not added, and a retry would not help.',
  'preview.requested': 'A single frame is to be rendered.',
  'preview.completed': 'The frame is in the store.',
  'preview.failed': 'The frame was not rendered, and a retry would not help.',
  'speech.requested': 'A text is to be spoken, for listening before a render.',
  'speech.completed': 'The speech is in the store.',
  'speech.failed': 'The text was not spoken, and a retry would not help.',
};
export type EventData<T extends EventType> = z.infer<(typeof eventData)[T]>;

/** The three ways in which a job ends. */
export const outcomeTypes = ['render.completed', 'render.failed', 'render.cancelled'] as const;
export type OutcomeType = (typeof outcomeTypes)[number];
