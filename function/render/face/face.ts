import { z } from 'zod';
import { portraitWarningCode } from '../../../domain/portrait-warnings.js';
import { rectangleSchema } from '../../../domain/rectangle.js';
import { openRectangleSchema, pointSchema, tiltedBoxSchema } from '../picture/geometry-schemas.js';
import { faceContoursSchema } from './face-contours.js';

/** The edges of a lip, from the corner of the mouth on the viewer's left to the other. */
const lip = z.object({ outer: z.array(pointSchema).min(3), inner: z.array(pointSchema).min(3) });

/** An open mouth, in pixels of the picture. */
const openMouthSchema = z.object({
  upperLip: lip,
  lowerLip: lip,
  /** Just below the nose. */
  nose: pointSchema,
  /** The end of the chin. */
  chin: pointSchema,
});

export type OpenMouth = z.infer<typeof openMouthSchema>;

/** Where the face is in a picture: all that a render needs to know about it. */
export const faceSchema = z.object({
  /** The face in Wav2Lip's convention, as far as it lies inside the picture. */
  box: rectangleSchema,
  /** The same with the part that the picture's border cuts off; absent if nothing is cut off. */
  wholeBox: openRectangleSchema.optional(),
  /** The whole box of a tilted head, tilted with it; absent if the head is drawn as it is. */
  tiltedBox: tiltedBoxSchema.optional(),
  /** Outline of the region that the drawn mouth may replace, in pixels of the picture. */
  mouth: z.array(pointSchema).min(3),
  /** A mouth that has to be closed before the portrait speaks; absent if its lips are closed. */
  openMouth: openMouthSchema.optional(),
  /** The contours of the face; absent if its box was given by hand, or found by an earlier version. */
  contours: faceContoursSchema.optional(),
  /** What may look wrong when the face speaks. */
  warnings: z.array(portraitWarningCode).optional(),
});

export type Face = z.infer<typeof faceSchema>;
