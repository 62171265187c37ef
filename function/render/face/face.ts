import { z } from 'zod';
import { portraitWarningCode } from '../../../domain/portrait-warnings.js';
import { faceContoursSchema } from './face-contours.js';

const point = z.tuple([z.number(), z.number()]);

/** A rectangle in pixels; `x` and `y` are its top left corner. */
export const rectangleSchema = z.object({
  x: z.number().int().nonnegative(),
  y: z.number().int().nonnegative(),
  width: z.number().int().positive(),
  height: z.number().int().positive(),
});

/** A rectangle that may reach beyond the picture. */
const openRectangle = rectangleSchema.extend({ x: z.number().int(), y: z.number().int() });

/** A rectangle that is turned about its middle. */
const turnedRectangle = z.object({
  center: point,
  width: z.number().positive(),
  height: z.number().positive(),
  /** Clockwise. */
  degrees: z.number(),
});

export type Rectangle = z.infer<typeof rectangleSchema>;
export type Point = z.infer<typeof point>;
export type TiltedBox = z.infer<typeof turnedRectangle>;

/** The edges of a lip, from the corner of the mouth on the viewer's left to the other. */
const lip = z.object({ outer: z.array(point).min(3), inner: z.array(point).min(3) });

/** An open mouth, in pixels of the picture. */
const openMouthSchema = z.object({
  upperLip: lip,
  lowerLip: lip,
  /** Just below the nose. */
  nose: point,
  /** The end of the chin. */
  chin: point,
});

export type OpenMouth = z.infer<typeof openMouthSchema>;

/** Where the face is in a picture: all that a render needs to know about it. */
export const faceSchema = z.object({
  /** The face in Wav2Lip's convention, as far as it lies inside the picture. */
  box: rectangleSchema,
  /** The same with the part that the picture's border cuts off; absent if nothing is cut off. */
  wholeBox: openRectangle.optional(),
  /** The whole box of a tilted head, tilted with it; absent if the head is drawn as it is. */
  tiltedBox: turnedRectangle.optional(),
  /** Outline of the region that the drawn mouth may replace, in pixels of the picture. */
  mouth: z.array(point).min(3),
  /** A mouth that has to be closed before the portrait speaks; absent if its lips are closed. */
  openMouth: openMouthSchema.optional(),
  /** The contours of the face; absent if its box was given by hand, or found by an earlier version. */
  contours: faceContoursSchema.optional(),
  /** What may look wrong when the face speaks. */
  warnings: z.array(portraitWarningCode).optional(),
});

export type Face = z.infer<typeof faceSchema>;

/** The part of the picture's plane that the network sees; it keeps a face's true proportions. */
export function networkBox({ box, wholeBox }: Pick<Face, 'box' | 'wholeBox'>): Rectangle {
  return wholeBox ?? box;
}
