import { z } from 'zod';

export const pointSchema = z.tuple([z.number(), z.number()]);

/** A rectangle in pixels; `x` and `y` are its top left corner. */
export const rectangleSchema = z.object({
  x: z.number().int().nonnegative(),
  y: z.number().int().nonnegative(),
  width: z.number().int().positive(),
  height: z.number().int().positive(),
});

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

export type Point = z.infer<typeof pointSchema>;
export type Rectangle = z.infer<typeof rectangleSchema>;
export type TiltedBox = z.infer<typeof tiltedBoxSchema>;

/** A half-open range of rows or columns. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** A rectangle of a feature map of `size` × `size`. */
export interface Window {
  readonly size: number;
  readonly rows: Span;
  readonly columns: Span;
}

/** The number of rows or columns in a span. */
export function spanLength(span: Span): number {
  return span.to - span.from;
}
