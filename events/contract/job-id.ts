import { createHash, randomUUID } from 'node:crypto';
import { z } from 'zod';

/** The pattern of the ids of jobs and tasks, which are parts of keys in the store and of URLs. */
export const idPattern = /^[a-z0-9-]{1,64}$/;

/** Some systems write UUIDs in capitals. */
function lowerCase(id: string): string {
  return id.trim().toLowerCase();
}

/** A job's id: chosen by the sender, or derived from the event that requested it. */
export const jobIdSchema = z
  .string()
  .overwrite(lowerCase)
  .regex(idPattern, 'must consist of up to 64 characters a-z, 0-9, and -')
  .describe('Id of the job')
  .meta({ examples: ['5f0c2f0e-6a1b-4f0e-9d53-1f1f7d1f5c11'] });

/** A new, unique job id. */
export function newJobId(): string {
  return randomUUID();
}

/**
 * Derives a job id from an event that has none. Every delivery of the event gives the same id, because
 * source and id identify an event (CloudEvents 1.0, § 3.1).
 */
export function jobIdFromEvent({ source, id }: { source: string; id: string }): string {
  return hashed('event', source, id);
}

/**
 * Derives the id in the reply to an event that was refused because the id in it belongs to another job: an id
 * that no job has.
 */
export function refusedJobId({ source, id }: { source: string; id: string }): string {
  return hashed('refused', source, id);
}

/** Derives a job id from an Idempotency-Key. */
export function jobIdFromKey(client: string, key: string): string {
  return hashed('idempotency-key', client, key);
}

function hashed(...parts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32);
}
