import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import { runLocal } from '../events/local/run-local.js';
import { readOptions } from './options.js';

const optionsSchema = z.object({
  port: z
    .string()
    .regex(/^\d{1,5}$/, 'must be a port, 0 to 65535')
    .optional(),
  host: z.string().min(1).optional(),
  store: z.string().min(1).optional(),
});

/** `avatar-service serve`: runs the whole service until it is interrupted. Options go before the environment. */
export async function serveCommand(given: unknown): Promise<void> {
  const { port, host, store } = readOptions(optionsSchema, given);
  await runLocal({
    ...process.env,
    ...(port !== undefined && { PORT: port }),
    ...(host !== undefined && { HOST: host }),
    ...(store !== undefined && { STORE: storeUrl(store) }),
  });
}

/** A folder is a store, too. */
function storeUrl(store: string): string {
  return /^[a-z0-9]+:/i.test(store) ? store : pathToFileURL(path.resolve(store)).href;
}
