import { z } from 'zod';
import { readMetadata, readPicture, sha256Of, type Catalogue } from '../../../storage/catalogue/catalogue.js';
import { faceSchema, type Face } from './face.js';

const notesSchema = faceSchema.extend({
  /** Of the picture that they are of; those that came before it do not say. */
  pictureSha256: z.string().optional(),
});

/** A portrait to be rendered. */
export interface Avatar {
  readonly id: string;
  /** The picture's file: PNG, JPEG or WebP. */
  readonly bytes: Uint8Array;
  /** Where the face is, if that was settled when the portrait was added. */
  readonly face?: Face;
}

/** Takes a portrait from the catalogue. @throws RenderError `avatar_not_found` */
export async function loadAvatar(catalogue: Catalogue, id: string): Promise<Avatar> {
  const entry = await catalogue.find(id);
  const bytes = await readPicture(entry);
  // Notes of other kinds, of another version, or of a picture that was replaced since are no reason
  // to fail: the face is found anew.
  const notes = notesSchema.safeParse(await readMetadata(entry));
  if (!notes.success) return { id, bytes };
  const { pictureSha256, ...face } = notes.data;
  return pictureSha256 === undefined || pictureSha256 === sha256Of(bytes)
    ? { id, bytes, face }
    : { id, bytes };
}
