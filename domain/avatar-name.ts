import { z } from 'zod';

/** Characters of a portrait's name. More would not fit into a file name of the store. */
const maxNameCharacters = 40;

/** The name of a portrait as people type it: `Tante Zoë`. */
export const avatarNameSchema = z
  .string()
  .overwrite((name) => name.normalize('NFC').replaceAll(/\s+/gu, ' ').trim())
  .refine(
    (name) => name !== '' && Array.from(name).length <= maxNameCharacters && !/\p{C}/u.test(name),
    `must have 1 to ${String(maxNameCharacters)} characters, none of them invisible`,
  )
  .meta({ minLength: 1, maxLength: maxNameCharacters, examples: ['Tante Zoë'] });
