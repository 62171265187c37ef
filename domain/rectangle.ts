import { z } from 'zod';

/** A rectangle in pixels of a picture; `x` and `y` are its top left corner. */
export const rectangleSchema = z.object({
  x: z.int().nonnegative().describe('Its left edge'),
  y: z.int().nonnegative().describe('Its top edge'),
  width: z.int().positive().describe('Its width'),
  height: z.int().positive().describe('Its height'),
});
