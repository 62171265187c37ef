import { z } from 'zod';

/** Settings of how portraits are read. */
export const portraitSettings = {
  PORTRAIT_MAX_PIXELS: z.coerce
    .number()
    .int()
    .positive()
    .default(100_000_000)
    .describe(
      'Maximum size of a portrait, width × height; one of more than 16.8 million pixels is scaled down while it is decoded',
    ),
  PORTRAIT_BACKGROUND: z
    .string()
    .regex(/^#[0-9a-fA-F]{6}$/, 'must be #rrggbb')
    .default('#ffffff')
    .describe('Color behind transparent portraits'),
} as const;
