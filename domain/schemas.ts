import { z } from 'zod';

/* Schemas of values that events, models, and tasks share. */

export const sha256Schema = z.string().regex(/^[0-9a-f]{64}$/);

export const secondsSchema = z.number().nonnegative();
