import { buffer } from 'node:stream/consumers';
import path from 'node:path';
import { packageRoot } from '../../config/package-root.js';
import { RenderError } from '../../errors/render-error.js';
import { readDocument } from '../documents.js';
import { sha256Of } from '../files/sha256.js';
import { FolderStore } from '../folder/folder-store.js';
import { avatarIdPattern, avatarIdFromName, pictureExtension, pictureTypes } from './portrait-name.js';
import type { ObjectInfo, Store, StoredObject } from '../store.js';

/** A place with portraits: pictures `<prefix><id>.png` and what is known of them, `<id>.json`. */
export interface CatalogueSource {
  readonly store: Store;
  /** Empty, or ending in `/`. */
  readonly prefix: string;
  /** Whether people put files there by hand: `Peter.JPG` is `peter` then, where nothing else is. */
  readonly anyName?: boolean;
}

/** A portrait that the catalogue has. */
export interface CatalogueEntry {
  readonly id: string;
  readonly source: CatalogueSource;
  readonly picture: ObjectInfo;
}

/** Portraits that ship with the package. */
export const bundledSource: CatalogueSource = {
  store: new FolderStore(path.join(packageRoot, 'avatars')),
  prefix: '',
};

/** All portraits there are, on several shelves; the first that has an id counts. */
export class Catalogue {
  readonly #shelves: readonly CatalogueSource[];

  constructor(shelves: readonly CatalogueSource[]) {
    this.#shelves = shelves;
  }

  /** Portraits in the order of their ids. */
  async list(): Promise<CatalogueEntry[]> {
    const entries = new Map<string, CatalogueEntry>();
    const byOtherNames: CatalogueEntry[] = [];
    for (const shelf of this.#shelves) {
      for await (const picture of shelf.store.list(shelf.prefix)) {
        const { id, isExact } = idOf(picture.key.slice(shelf.prefix.length)) ?? {};
        if (id === undefined) continue;
        if (!isExact && shelf.anyName) byOtherNames.push({ id, source: shelf, picture });
        if (isExact && !entries.has(id)) entries.set(id, { id, source: shelf, picture });
      }
    }
    for (const entry of byOtherNames) {
      if (!entries.has(entry.id)) entries.set(entry.id, entry);
    }
    return [...entries.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
  }

  /** @throws RenderError `avatar_not_found` (details: the ids there are) */
  async find(id: string): Promise<CatalogueEntry> {
    for (const shelf of avatarIdPattern.test(id) ? this.#shelves : []) {
      for (const ending of Object.keys(pictureTypes)) {
        const picture = await shelf.store.head(`${shelf.prefix}${id}${ending}`);
        if (picture) return { id, source: shelf, picture };
      }
    }
    const entries = await this.list();
    const byOtherName = entries.find((entry) => entry.id === id);
    if (byOtherName) return byOtherName;
    const known = entries.map((entry) => entry.id);
    throw new RenderError(
      'avatar_not_found',
      `no portrait is called ${id}; there ${known.length === 1 ? 'is' : 'are'} ${known.join(', ') || 'none'}`,
      { details: { avatarId: id, known } },
    );
  }
}

/** The id that a picture's name is, or that is made from it; undefined where it is no picture, or has none. */
function idOf(name: string): { id: string; isExact: boolean } | undefined {
  const ending = pictureExtension(name);
  if (ending === undefined || name.includes('/') || name.startsWith('.')) return undefined;
  const stem = name.slice(0, -ending.length);
  if (avatarIdPattern.test(stem) && name.endsWith(ending)) return { id: stem, isExact: true };
  const id = avatarIdFromName(name);
  return id === undefined ? undefined : { id, isExact: false };
}

/** The media type of a portrait's picture. */
export function pictureType({ picture }: CatalogueEntry): string {
  return pictureTypes[pictureExtension(picture.key) ?? ''] ?? 'application/octet-stream';
}

/** The name under which the picture is served: that of the id, whatever its file is called. */
export function pictureName({ id, picture }: CatalogueEntry): string {
  return `${id}${pictureExtension(picture.key) ?? ''}`;
}

/** The picture's file, as a stream. */
export async function openPicture({ id, source: shelf, picture }: CatalogueEntry): Promise<StoredObject> {
  const object = await shelf.store.get(picture.key);
  if (object) return object;
  throw new RenderError('avatar_not_found', `the portrait ${id} was deleted just now`, {
    details: { avatarId: id },
  });
}

/** The picture's file, whole. */
export async function readPicture(entry: CatalogueEntry): Promise<Buffer> {
  return buffer((await openPicture(entry)).body);
}

/** A portrait as it is stored: the picture's file, and metadata that its reader has to check. */
export interface StoredPortrait {
  readonly id: string;
  readonly bytes: Uint8Array;
  readonly metadata: unknown;
}

/** Reads a portrait. @throws RenderError `avatar_not_found` */
export async function readPortrait(catalogue: Catalogue, id: string): Promise<StoredPortrait> {
  const entry = await catalogue.find(id);
  return { id, bytes: await readPicture(entry), metadata: await readMetadata(entry) };
}

/** What was noted of a portrait when it was added; undefined where nothing was, or nothing legible. */
export async function readMetadata({ id, source: shelf }: CatalogueEntry): Promise<unknown> {
  const document = await readDocument(shelf.store, `${shelf.prefix}${id}.json`);
  try {
    return document && JSON.parse(document.text);
  } catch {
    return undefined;
  }
}

/**
 * Puts a portrait on a shelf, with what is known of it; one of the same id is replaced. The notes
 * get the picture's hash as `pictureSha256`, since somebody may put another picture in its place.
 */
export async function writePortrait(
  { store, prefix }: CatalogueSource,
  { id, ending, bytes, notes }: { id: string; ending: string; bytes: Uint8Array; notes: object },
): Promise<void> {
  const text = `${JSON.stringify({ ...notes, pictureSha256: sha256Of(bytes) }, null, 2)}\n`;
  await store.put(`${prefix}${id}.json`, Buffer.from(text), { contentType: 'application/json' });
  await store.put(`${prefix}${id}${ending}`, bytes, { contentType: pictureTypes[ending] ?? 'image/png' });
  for (const other of Object.keys(pictureTypes)) {
    if (other !== ending) await store.delete(`${prefix}${id}${other}`);
  }
}

/** Takes a portrait off a shelf; that it is not there is no error. */
export async function deletePortrait({ store, prefix }: CatalogueSource, id: string): Promise<void> {
  for (const ending of Object.keys(pictureTypes)) await store.delete(`${prefix}${id}${ending}`);
  await store.delete(`${prefix}${id}.json`);
}
