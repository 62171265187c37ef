import { z } from 'zod';

/** What the client of a key may do: `render` everything with its own jobs, `admin` also list those of others. */
const apiKeyRoles = ['render', 'admin'] as const;
export type ApiKeyRole = (typeof apiKeyRoles)[number];

/** One of API_KEYS. */
export interface ApiKey {
  readonly key: string;
  /** Names the client in the log; several keys may have one name. */
  readonly name: string | undefined;
  readonly role: ApiKeyRole;
}

const minKeyLength = 16;
const namePattern = /^[a-z0-9][a-z0-9-]{0,31}$/;
const roleSchema = z.enum(apiKeyRoles);

/**
 * Reads API_KEYS: keys separated by commas, each alone or as `name:role:key`. A key alone has the role `render`.
 * Messages never contain a key.
 */
export function readApiKeys(text: string, context: z.RefinementCtx): ApiKey[] {
  const keys: ApiKey[] = [];
  for (const [i, part] of text.split(',').entries()) {
    const read = readApiKey(part.trim());
    if (typeof read === 'string') {
      context.addIssue({
        code: 'custom',
        message: `must be keys separated by commas: key ${String(i + 1)} ${read}`,
      });
      return z.NEVER;
    }
    const same = keys.find(({ key }) => key === read.key);
    if (same && (same.name !== read.name || same.role !== read.role)) {
      context.addIssue({
        code: 'custom',
        message: `must be different keys: key ${String(i + 1)} is repeated`,
      });
      return z.NEVER;
    }
    if (!same) keys.push(read);
  }
  return keys;
}

/** @returns what is wrong, if it is not a key */
function readApiKey(text: string): ApiKey | string {
  const [, name, given, named] = /^([^:]*):([a-z]+):(.*)$/.exec(text) ?? [];
  const key = named ?? text;
  if (key.length < minKeyLength) return `must have at least ${String(minKeyLength)} characters`;
  if (/\s/.test(key)) return 'must not contain spaces';
  if (name === undefined) return { key, name: undefined, role: 'render' };
  if (!namePattern.test(name)) return 'must have a name of up to 32 characters a-z, 0-9, and -';
  const role = roleSchema.safeParse(given);
  return role.success ? { key, name, role: role.data } : `must have the role ${apiKeyRoles.join(' or ')}`;
}
