import { createHash, randomUUID } from 'node:crypto';
import { z } from 'zod';

/** A job's id: chosen by the sender, or made from the event that asked for it. */
export const jobIdSchema = z
  .string()
  .regex(/^[a-z0-9-]{1,64}$/, 'must be of a-z, 0-9 and -, 64 at most')
  .describe('Id of the job')
  .meta({ examples: ['5f0c2f0e-6a1b-4f0e-9d53-1f1f7d1f5c11'] });

/** An id for a job that nobody else has. */
export function newJobId(): string {
  return randomUUID();
}

/**
 * The id of a job whose event brings none: the same for each delivery of that event, since source
 * and id identify an event (CloudEvents 1.0, § 3.1).
 */
export function jobIdFromEvent({ source, id }: { source: string; id: string }): string {
  return hashed('event', source, id);
}

/** The id of a job that was asked for with an Idempotency-Key. */
export function jobIdFromKey(client: string, key: string): string {
  return hashed('idempotency-key', client, key);
}

function hashed(...parts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32);
}
