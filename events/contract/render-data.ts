import { z } from 'zod';
import {
  avatarIdSchema,
  failureFields,
  motionFields,
  optionalRender,
  optionalSpeech,
  renderWarnings,
  voiceUrlSchema,
} from './data-fields.js';
import { videoFormIssue } from '../../domain/check-video-form.js';
import { videoFormatNames } from '../../domain/video-format.js';
import { secondsSchema, sha256Schema } from '../../domain/schemas.js';
import { jobIdSchema } from './job-id.js';

/** Whether exactly one of the ways to give a voice is used. */
function hasOneVoice({ voiceUrl, text }: { voiceUrl?: unknown; text?: unknown }): boolean {
  return (voiceUrl === undefined) !== (text === undefined);
}

const stage = z.enum(['voice', 'portrait', 'wav2lip', 'video', 'store']);

/** `render.requested`: a job to render. */
export const renderRequestedData = z
  .object({
    jobId: jobIdSchema
      .optional()
      .describe('Id of the job; if absent, derived from the source and id of the event'),
    avatarId: avatarIdSchema,
    voiceUrl: voiceUrlSchema.optional(),
    voiceSha256: sha256Schema.optional().describe('Of an uploaded voice'),
    ...optionalSpeech,
    ...optionalRender,
  })
  .refine(hasOneVoice, 'must have either voiceUrl or text')
  .superRefine((data, context) => {
    const issue = videoFormIssue(data);
    if (issue !== undefined) context.addIssue({ code: 'custom', message: issue });
  })
  .meta({
    oneOf: [
      { properties: { voiceUrl: {} }, required: ['voiceUrl'] },
      { properties: { text: {} }, required: ['text'] },
    ],
  });

/** `render.progressed`: progress, at most once a second, and once when a stream has started. */
export const renderProgressedData = z.object({
  jobId: jobIdSchema,
  avatarId: avatarIdSchema,
  attempt: z.int().positive().describe('Counts the renderers that have leased the job'),
  stage: stage.describe('What the renderer is doing'),
  framesDone: z.int().nonnegative().describe('Frames that are drawn'),
  frames: z.int().positive().optional().describe('Known once the voice is decoded'),
  progress: z.number().min(0).max(1).describe('Share of the frames that are drawn, 0 to 1'),
  framesPerSecond: z.number().nonnegative().optional().describe('Frames drawn in a second'),
  secondsLeft: secondsSchema.optional().describe('Estimated seconds until all frames are drawn'),
  streamUrl: z
    .string()
    .optional()
    .describe('Path of the playlist at the adapter, from the moment on at which there is something to watch'),
  started: z
    .literal(true)
    .optional()
    .describe('In the first event of an attempt that has `streamUrl`, which is sent at once'),
});

/** `render.completed`: the video is in the store. */
export const renderCompletedData = z.object({
  jobId: jobIdSchema,
  avatarId: avatarIdSchema,
  videoUrl: z
    .string()
    .describe('`s3://bucket/videos/<jobId>.mp4` (or `.webm`, `.mov`), or `file:///…` in local use'),
  durationSeconds: secondsSchema.describe('Length of the video in seconds'),
  frames: z.int().positive().describe('Frames of the video'),
  fps: z.number().positive().describe('Frames per second'),
  width: z.int().positive().describe('Width of the video in pixels'),
  height: z.int().positive().describe('Height of the video in pixels'),
  format: z
    .enum(videoFormatNames)
    .optional()
    .describe('The container; absent for jobs of versions that wrote only mp4'),
  bytes: z.int().positive().describe('Size of the file'),
  sha256: sha256Schema.describe('SHA-256 of the file, in hexadecimal digits'),
  model: z
    .object({
      file: z.string().describe('File name of the checkpoint'),
      sha256: sha256Schema.describe('SHA-256 of the checkpoint'),
      open: z.boolean().describe("Whether it is the project's own open model"),
      detail: z
        .object({ sha256: sha256Schema.describe('SHA-256 of the network') })
        .optional()
        .describe("The network that moved the portrait's own pixels; absent with DETAIL=off"),
    })
    .describe('The network that drew the mouth'),
  executionProvider: z.string().describe('What onnxruntime computed on, such as `cpu` or `cuda`'),
  mark: z
    .enum(['xmp', 'c2pa', 'off'])
    .optional()
    .describe('How the video says that a machine made it; absent for jobs of versions before marks'),
  motion: z
    .object(motionFields)
    .optional()
    .describe('How much the portrait moved; absent if neither the request nor MOTION asked for motion'),
  warnings: renderWarnings,
  seconds: z
    .object({
      voice: secondsSchema.describe('Loading or speaking the voice'),
      portrait: secondsSchema.describe('Preparing the portrait'),
      wav2lip: secondsSchema.describe('Drawing and encoding the frames'),
      video: secondsSchema.describe('Finishing and checking the video'),
      store: secondsSchema.describe('Storing the video'),
      total: secondsSchema.describe('All of it'),
    })
    .describe('Time spent in each stage'),
});

/** `render.failed`: the job has ended without a video, and a retry would not help. */
export const renderFailedData = z.object({
  jobId: jobIdSchema,
  avatarId: z.string().optional().describe('Id of the portrait, if the request could be read'),
  ...failureFields,
});

/** `render.cancelled`: a client has canceled the job. */
export const renderCancelledData = z.object({
  jobId: jobIdSchema,
  avatarId: z.string().optional().describe('Id of the portrait, if the request could be read'),
});
