import { z } from 'zod';
import { motionPresetNames } from '../domain/motion-presets.js';
import { formatIssues } from '../errors/format-issues.js';
import { RenderError } from '../errors/render-error.js';
import { checkVideoForm } from '../domain/check-video-form.js';
import { videoFormFields } from '../domain/video-form.js';
import { rectangleSchema } from '../domain/rectangle.js';

const strength = z.number().min(0).max(1);

/** What can be chosen for each video, besides portrait, voice, and target. */
export const renderOptionsSchema = z
  .object({
    face: rectangleSchema.describe('The face box in pixels of the picture, instead of detecting it'),
    fps: z.number().min(1).max(60).describe('Frames per second'),
    mouthStrength: z.number().min(0).max(2).describe('How far the mouth moves; 1 by default'),
    motion: z
      .union(
        [
          z.enum(motionPresetNames),
          z.strictObject({ blink: strength, head: strength, breath: strength }).partial(),
        ],
        { error: 'must be still, blink, alive, or strengths of 0 to 1 of blink, head, and breath' },
      )
      .describe('How the portrait moves besides its mouth'),
    seed: z.string().min(1).max(128).describe('Chooses the motion; by default the name of the portrait'),
    ...videoFormFields,
    speechVoice: z.string().min(1).describe('The voice that speaks a text'),
    language: z.string().min(2).describe('The language of a text, BCP 47'),
    speed: z.number().min(0.5).max(2).describe('The speed of the speech; 1 by default'),
  })
  .partial();

/** What can be chosen for each video, besides portrait, voice, and target. */
export type VideoOptions = z.input<typeof renderOptionsSchema>;

/** Checks the options of a video. @throws RenderError `request_invalid`, with every invalid option */
export function checkVideoOptions(options: VideoOptions): z.output<typeof renderOptionsSchema> {
  const parsed = renderOptionsSchema.safeParse(options);
  if (parsed.success) {
    checkVideoForm(parsed.data);
    return parsed.data;
  }
  throw new RenderError(
    'request_invalid',
    formatIssues(parsed.error, options, 'the options', { shown: quoted }).join('; '),
    {
      cause: parsed.error,
    },
  );
}

function quoted(value: unknown): string | undefined {
  return value === undefined ? undefined : JSON.stringify(value);
}
