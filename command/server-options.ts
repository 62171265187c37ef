import { z } from 'zod';

/** Where `npm run local` and `avatar-service serve` listen. */
const defaultServer = 'http://localhost:8080';

/** Options of commands that use a service. The key is not an option: other users of a machine see those. */
export const serverOptions = {
  server: z
    .url({ protocol: /^https?$/, error: 'must be an http(s) URL' })
    .default(() => process.env['AVATAR_SERVER'] ?? defaultServer),
  apiKey: z
    .string()
    .optional()
    .transform(() => process.env['AVATAR_API_KEY']),
};
