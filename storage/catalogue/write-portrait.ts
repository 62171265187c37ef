import { parseJson } from '../../errors/parse-json.js';
import { RenderError } from '../../errors/render-error.js';
import { readDocument, writeDocument } from '../documents.js';
import { sha256Of } from '../files/sha256.js';
import type { CatalogueSource } from './catalogue.js';
import { nameKey, namePrefix } from './name-keys.js';
import { pictureTypes } from './portrait-name.js';

/** A portrait to write: its picture's file, and what is known about it. */
interface NewPortrait {
  readonly id: string;
  /** As it was typed; absent if only the id is known. */
  readonly name?: string | undefined;
  readonly extension: string;
  readonly bytes: Uint8Array;
  readonly metadata: object;
}

/**
 * Writes a portrait and its metadata to a source, replacing one with the same id. The metadata gets
 * the picture's hash as `pictureSha256`, because the picture may be replaced by hand.
 */
export async function writePortrait(source: CatalogueSource, portrait: NewPortrait): Promise<void> {
  await writeDocument(source.store, metadataKey(source, portrait.id), metadataOf(portrait));
  await writePicture(source, portrait);
}

/**
 * Replaces the metadata of a portrait, whose picture stays as it is.
 * @throws RenderError `avatar_not_found` if the portrait was deleted in the meantime
 */
export async function updateMetadata(source: CatalogueSource, portrait: NewPortrait): Promise<void> {
  const key = metadataKey(source, portrait.id);
  await writeDocument(source.store, key, metadataOf(portrait));
  if (await hasPicture(source, portrait.id)) return;
  await source.store.delete(key);
  throw new RenderError('avatar_not_found', `The portrait ${portrait.id} was deleted in the meantime.`, {
    details: { avatarId: portrait.id },
  });
}

async function hasPicture({ store, prefix }: CatalogueSource, id: string): Promise<boolean> {
  for (const extension of Object.keys(pictureTypes)) {
    if (await store.head(`${prefix}${id}${extension}`)) return true;
  }
  return false;
}

/** An id that was claimed this long ago without a picture belongs to a process that died. */
const staleClaimMs = 600_000;

/**
 * Writes a portrait with a new id. Of several processes that add the same id at once, the first one that creates
 * the metadata has claimed it.
 * @param claim identifies the request, which may be delivered again after a crash
 * @throws RenderError `avatar_exists`
 */
export async function addPortrait(
  source: CatalogueSource,
  portrait: NewPortrait,
  claim: string,
): Promise<void> {
  const key = metadataKey(source, portrait.id);
  const claimed = { ...portrait, metadata: { ...portrait.metadata, claim } };
  const text = metadataOf(claimed);
  if (
    !(await writeDocument(source.store, key, text, 'absent')) &&
    !(await isOwnClaim(source, portrait.id, claim)) &&
    !(await replaceStaleClaim(source, portrait.id, text))
  ) {
    throw avatarExists(portrait.id);
  }
  await writeName(source, portrait);
  await writePicture(source, portrait);
}

/** Replaces the name of a portrait; it may be left from one that was not deleted completely. */
async function writeName({ store, prefix }: CatalogueSource, { id, name }: NewPortrait): Promise<void> {
  const key = name === undefined ? undefined : prefix + nameKey(id, name);
  for await (const other of store.list(prefix + namePrefix(id))) {
    if (other.key !== key) await store.delete(other.key);
  }
  if (key !== undefined) await store.put(key, Buffer.from(`${name ?? ''}\n`), { contentType: 'text/plain' });
}

/** The error for an id that another portrait has. */
export function avatarExists(id: string): RenderError {
  return new RenderError(
    'avatar_exists',
    `A portrait with the id ${id} already exists. Choose another id, or delete the portrait first.`,
    { details: { avatarId: id } },
  );
}

async function isOwnClaim(source: CatalogueSource, id: string, claim: string): Promise<boolean> {
  const document = await readDocument(source.store, metadataKey(source, id));
  const metadata = document && parseJson(document.text);
  return metadata instanceof Object && 'claim' in metadata && metadata.claim === claim;
}

async function replaceStaleClaim(source: CatalogueSource, id: string, text: string): Promise<boolean> {
  const { store } = source;
  const key = metadataKey(source, id);
  if (await hasPicture(source, id)) return false;
  const claimed = await store.head(key);
  if (!claimed || Date.now() - claimed.modified.getTime() < staleClaimMs) return false;
  return (await writeDocument(store, key, text, { etag: claimed.etag })) !== undefined;
}

function metadataKey({ prefix }: CatalogueSource, id: string): string {
  return `${prefix}${id}.json`;
}

function metadataOf({ bytes, metadata }: NewPortrait): string {
  return `${JSON.stringify({ ...metadata, pictureSha256: sha256Of(bytes) }, null, 2)}\n`;
}

async function writePicture(
  { store, prefix }: CatalogueSource,
  { id, extension, bytes }: NewPortrait,
): Promise<void> {
  await store.put(`${prefix}${id}${extension}`, bytes, {
    contentType: pictureTypes[extension] ?? 'image/png',
  });
  for (const other of Object.keys(pictureTypes)) {
    if (other !== extension) await store.delete(`${prefix}${id}${other}`);
  }
}

/** Deletes a portrait from a source, if it is there. */
export async function deletePortrait({ store, prefix }: CatalogueSource, id: string): Promise<void> {
  for (const extension of Object.keys(pictureTypes)) await store.delete(`${prefix}${id}${extension}`);
  for await (const { key } of store.list(prefix + namePrefix(id))) await store.delete(key);
  await store.delete(`${prefix}${id}.json`);
}
