import { avatarIdPattern } from '../../domain/avatar-id.js';

/*
 * The name of a portrait, as people typed it, is part of a key: `<id>.name/<base64url of its UTF-8>`. So the list of a
 * bucket has the names of all portraits, and none of them has to be read.
 */

const separator = '.name/';

/** What the keys of a portrait's name begin with, below the prefix of its source. */
export function namePrefix(id: string): string {
  return id + separator;
}

/** The key of a portrait's name, below the prefix of its source. */
export function nameKey(id: string, name: string): string {
  return namePrefix(id) + Buffer.from(name, 'utf8').toString('base64url');
}

/** Reads a key below the prefix of a source. @returns undefined if it is not that of a name */
export function nameInKey(key: string): { readonly id: string; readonly name: string } | undefined {
  const [id = '', encoded = '', ...rest] = key.split(separator);
  if (!avatarIdPattern.test(id) || encoded === '' || rest.length > 0) return undefined;
  return { id, name: Buffer.from(encoded, 'base64url').toString('utf8') };
}
