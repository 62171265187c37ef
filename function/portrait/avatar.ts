import { readNotes, readPicture, type Catalogue } from '../../storage/catalogue.js';
import { faceSchema, type Face } from './face.js';

/** A portrait to be rendered. */
export interface Avatar {
  readonly id: string;
  /** The picture's file: PNG, JPEG or WebP. */
  readonly bytes: Uint8Array;
  /** Where the face is, if that was settled when the portrait was added. */
  readonly face?: Face;
}

/** Takes a portrait from the catalogue. @throws RenderError `avatar_not_found` */
export async function readAvatar(catalogue: Catalogue, id: string): Promise<Avatar> {
  const entry = await catalogue.find(id);
  // Notes of other kinds, or of another version, are no reason to fail: the face is found anew.
  const face = faceSchema.safeParse(await readNotes(entry));
  return { id, bytes: await readPicture(entry), ...(face.success ? { face: face.data } : {}) };
}
