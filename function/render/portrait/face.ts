import { z } from 'zod';

const point = z.tuple([z.number(), z.number()]);

/** A rectangle in pixels; `x` and `y` are its top left corner. */
export const rectangleSchema = z.object({
  x: z.number().int().nonnegative(),
  y: z.number().int().nonnegative(),
  width: z.number().int().positive(),
  height: z.number().int().positive(),
});

export type Rectangle = z.infer<typeof rectangleSchema>;
export type Point = z.infer<typeof point>;

/** Where the face is in a picture: all that a render needs to know about it. */
export const faceSchema = z.object({
  /** The crop for the network, in Wav2Lip's convention. */
  box: rectangleSchema,
  /** Outline of the region that the drawn mouth may replace, in pixels of the picture. */
  mouth: z.array(point).min(3),
});

export type Face = z.infer<typeof faceSchema>;
