import { z } from 'zod';

/** Where `avatar-service serve` listens. */
export const defaultServer = 'http://localhost:8080';

/** The address of a service. */
export const serverOption = z.url({ protocol: /^https?$/, error: 'must be an http(s) URL' });

/** The key of a service. Options of a command are visible to other users of the machine; variables are not. */
export function apiKeyOf(environment: Readonly<Record<string, string | undefined>>): string | undefined {
  const key = environment['AVATAR_API_KEY'] ?? '';
  return key === '' ? undefined : key;
}
