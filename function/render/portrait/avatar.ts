import { z } from 'zod';
import { sha256Of } from '../../../storage/files/sha256.js';
import { faceSchema, type Face } from '../face/face.js';

const metadataSchema = faceSchema.extend({
  /** The picture that the metadata describes; absent in older files. */
  pictureSha256: z.string().optional(),
});

/** A portrait to render. */
export interface Avatar {
  readonly id: string;
  /** The picture's file: PNG, JPEG, or WebP. */
  readonly bytes: Uint8Array;
  /** Where the face is, if that was determined when the portrait was registered. */
  readonly face?: Face;
}

/**
 * Converts a stored portrait to an avatar. Metadata of another kind or version, or of a picture that has
 * been replaced, is ignored, and the face is detected again.
 */
export function toAvatar({
  id,
  bytes,
  metadata,
}: {
  readonly id: string;
  readonly bytes: Uint8Array;
  readonly metadata: unknown;
}): Avatar {
  const parsed = metadataSchema.safeParse(metadata);
  if (!parsed.success) return { id, bytes };
  const { pictureSha256, ...face } = parsed.data;
  const isCurrent = pictureSha256 === undefined || pictureSha256 === sha256Of(bytes);
  return isCurrent ? { id, bytes, face } : { id, bytes };
}
