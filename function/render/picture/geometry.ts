import type { z } from 'zod';
import type { rectangleSchema } from '../../../domain/rectangle.js';
import type { pointSchema, tiltedBoxSchema } from './geometry-schemas.js';

// Types only: the thread that draws frames imports this file, and zod would take its time and memory.

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
