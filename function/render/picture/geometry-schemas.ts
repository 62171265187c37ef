import { z } from 'zod';
import { rectangleSchema } from '../../../domain/rectangle.js';

export const pointSchema = z.tuple([z.number(), z.number()]);

/** A rectangle that may reach beyond the picture. */
export const openRectangleSchema = rectangleSchema.extend({ x: z.number().int(), y: z.number().int() });

/** A rectangle that is turned about its middle. */
export const tiltedBoxSchema = z.object({
  center: pointSchema,
  width: z.number().positive(),
  height: z.number().positive(),
  /** Clockwise. */
  degrees: z.number(),
});
