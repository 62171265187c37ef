import { z } from 'zod';
import { motionPresetNames } from '../domain/motion-presets.js';
import { formatIssues } from '../errors/format-issues.js';
import { RenderError } from '../errors/render-error.js';
import { pictureShapeFields, videoFormFields } from '../domain/video-form.js';
import { rectangleSchema } from '../domain/rectangle.js';

/** `x,y,width,height` in pixels. */
export const rectangleOption = z
  .string()
  .regex(/^\d+,\d+,\d+,\d+$/, 'must be x,y,width,height in whole pixels')
  .transform((text) => text.split(',').map(Number))
  .transform(([x, y, width, height]) => ({ x, y, width, height }))
  .pipe(rectangleSchema);

/** The shape of a video, as options. */
const shapeOptions = {
  background: pictureShapeFields.background.optional(),
  aspect: pictureShapeFields.aspect.optional(),
  crop: rectangleOption.optional(),
  height: z.string().transform(Number).optional().pipe(pictureShapeFields.height.optional()),
};

/** The form of a video, as options. */
export const formOptions = {
  ...shapeOptions,
  format: videoFormFields.format.optional(),
  transparent: videoFormFields.transparent.optional(),
  matte: z.literal(true).optional(),
};

const strength = z.string().min(1).transform(Number).pipe(z.number().min(0).max(1));

/** A preset, or strengths: `blink=1,head=0.5`. */
export const motionOption = z
  .string()
  .transform((text) =>
    text.includes('=')
      ? Object.fromEntries<unknown>(
          text.split(',').map((part): [string, unknown] => {
            const [name = '', value] = part.split('=');
            return [name.trim(), value];
          }),
        )
      : text,
  )
  .pipe(
    z.union(
      [
        z.enum(motionPresetNames),
        z.strictObject({ blink: strength, head: strength, breath: strength }).partial(),
      ],
      { error: 'must be still, blink, alive, or strengths of 0 to 1 such as blink=1,head=0.5,breath=0' },
    ),
  );

/**
 * Reads the options of a command.
 * @throws RenderError `request_invalid`, with every invalid option and what it should be
 */
export function readOptions<S extends z.ZodType>(schema: S, options: unknown): z.output<S> {
  const parsed = schema.safeParse(options);
  if (parsed.success) return parsed.data;
  const issues = formatIssues(parsed.error, options, 'the options', { shown: quoted }).map(
    (problem) => `--${problem.replace(/^\w+/, inKebabCase)}`,
  );
  throw new RenderError('request_invalid', issues.join('; '), { cause: parsed.error });
}

/** `mouthStrength` → `mouth-strength` */
function inKebabCase(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

function quoted(value: unknown): string | undefined {
  return value === undefined ? undefined : JSON.stringify(value);
}
