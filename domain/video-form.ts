import { z } from 'zod';
import { rectangleSchema } from './rectangle.js';
import { videoFormatNames } from './video-format.js';

export const aspectNames = ['16:9', '9:16', '1:1', '4:5'] as const;
export type Aspect = (typeof aspectNames)[number];

/** Fewer rows show no face, and H.264 encoders reject them. */
const minHeight = 64;
const maxHeight = 4320;

/** The shape of a picture: which part is shown, how large, and what is behind the portrait. */
export const pictureShapeFields = {
  background: z
    .string()
    .regex(/^(transparent|blur|#[0-9a-fA-F]{6})$/, 'must be transparent, blur, or a color such as #00ff7f')
    .describe(
      'What is behind the portrait: a color behind its transparent pixels and beside the picture, `blur` for the blurred picture beside it, or `transparent`; beside the picture `blur` if absent',
    )
    .meta({ examples: ['#1e293b'] }),
  aspect: z
    .enum(aspectNames)
    .describe('Frames the face in this aspect, with headroom; what the picture lacks is filled'),
  crop: rectangleSchema
    .strict()
    .describe(
      'The part of the picture to show, in pixels of the upright picture; it has to contain the face',
    ),
  height: z
    .int()
    .min(minHeight)
    .max(maxHeight)
    .multipleOf(2)
    .describe('Scales the video down to this many rows; smaller videos stay as they are'),
  matte: z
    .boolean()
    .describe(
      'Whether the outline of the person is estimated, for portraits without transparent pixels; good before a plain wall',
    ),
} as const;

/** The form of a video: container, transparency, and shape. */
export const videoFormFields = {
  format: z
    .enum(videoFormatNames)
    .describe(
      'The container: mp4 (H.264 and AAC; the default), webm (VP9 and Opus), or mov (ProRes 4444 and PCM)',
    ),
  transparent: z
    .literal('stacked')
    .describe('How an MP4 is transparent: the color above, the alpha below as gray'),
  ...pictureShapeFields,
} as const;

/** All fields of the shape of a picture, as requests have them. */
export const optionalShape = {
  background: pictureShapeFields.background.optional(),
  aspect: pictureShapeFields.aspect.optional(),
  crop: pictureShapeFields.crop.optional(),
  height: pictureShapeFields.height.optional(),
  matte: pictureShapeFields.matte.optional(),
};

/** All fields of the form of a video, as requests have them. */
export const optionalForm = {
  format: videoFormFields.format.optional(),
  transparent: videoFormFields.transparent.optional(),
  ...optionalShape,
};

const pictureShape = z.object(optionalShape);
const videoForm = z.object(optionalForm);

export type PictureShape = z.infer<typeof pictureShape>;
export type VideoForm = z.infer<typeof videoForm>;
