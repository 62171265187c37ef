import { buffer } from 'node:stream/consumers';
import path from 'node:path';
import { packageRoot } from '../../config/package-root.js';
import { parseJson } from '../../errors/parse-json.js';
import { RenderError } from '../../errors/render-error.js';
import { readDocument } from '../documents.js';
import { FolderStore } from '../folder/folder-store.js';
import { avatarIdPattern } from '../../domain/avatar-id.js';
import { avatarIdFromName, pictureExtension, pictureTypes } from './portrait-name.js';
import type { ObjectInfo, Store, StoredObject } from '../store.js';

/** A place with portraits: pictures `<prefix><id>.png` and their metadata, `<id>.json`. */
export interface CatalogueSource {
  readonly store: Store;
  /** Empty, or ending in `/`. */
  readonly prefix: string;
  /**
   * Whether people copy files there by hand: then `Peter.JPG` is `peter`, unless there is an exact
   * match.
   */
  readonly anyName?: boolean;
}

/** A portrait in the catalogue. */
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

/** The portraits of several sources; if two have the same id, the first source wins. */
export class Catalogue {
  readonly #sources: readonly CatalogueSource[];

  constructor(sources: readonly CatalogueSource[]) {
    this.#sources = sources;
  }

  /** All portraits, ordered by id. */
  async list(): Promise<CatalogueEntry[]> {
    const entries = new Map<string, CatalogueEntry>();
    const byOtherNames: CatalogueEntry[] = [];
    for (const source of this.#sources) {
      for await (const picture of source.store.list(source.prefix)) {
        const { id, isExact } = idOf(picture.key.slice(source.prefix.length)) ?? {};
        if (id === undefined) continue;
        if (!isExact && source.anyName) byOtherNames.push({ id, source, picture });
        if (isExact && !entries.has(id)) entries.set(id, { id, source, picture });
      }
    }
    for (const entry of byOtherNames) {
      if (!entries.has(entry.id)) entries.set(entry.id, entry);
    }
    return [...entries.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
  }

  /** @throws RenderError `avatar_not_found` (details: the known ids) */
  async find(id: string): Promise<CatalogueEntry> {
    for (const source of avatarIdPattern.test(id) ? this.#sources : []) {
      for (const extension of Object.keys(pictureTypes)) {
        const picture = await source.store.head(`${source.prefix}${id}${extension}`);
        if (picture) return { id, source, picture };
      }
    }
    const entries = await this.list();
    const byOtherName = entries.find((entry) => entry.id === id);
    if (byOtherName) return byOtherName;
    const known = entries.map((entry) => entry.id);
    throw new RenderError(
      'avatar_not_found',
      `Portrait ${id} does not exist. Available: ${known.join(', ') || 'none'}.`,
      { details: { avatarId: id, known } },
    );
  }
}

/**
 * The id of a picture, from its name or derived from it; undefined if the name is not a picture's or
 * contains no id.
 */
function idOf(name: string): { id: string; isExact: boolean } | undefined {
  const extension = pictureExtension(name);
  if (extension === undefined || name.includes('/') || name.startsWith('.')) return undefined;
  const stem = name.slice(0, -extension.length);
  if (avatarIdPattern.test(stem) && name.endsWith(extension)) return { id: stem, isExact: true };
  const id = avatarIdFromName(name);
  return id === undefined ? undefined : { id, isExact: false };
}

/** The media type of a portrait's picture. */
export function pictureType({ picture }: CatalogueEntry): string {
  return pictureTypes[pictureExtension(picture.key) ?? ''] ?? 'application/octet-stream';
}

/** The name under which the picture is served: the id, whatever its file is called. */
export function pictureName({ id, picture }: CatalogueEntry): string {
  return `${id}${pictureExtension(picture.key) ?? ''}`;
}

/** The picture's file, as a stream. */
async function openPicture({ id, source, picture }: CatalogueEntry): Promise<StoredObject> {
  const object = await source.store.get(picture.key);
  if (object) return object;
  throw new RenderError('avatar_not_found', `The portrait ${id} was deleted in the meantime.`, {
    details: { avatarId: id },
  });
}

/** The complete picture file. */
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

/** The metadata of a portrait; undefined if there is none, or if it is not valid JSON. */
export async function readMetadata({ id, source }: CatalogueEntry): Promise<unknown> {
  const document = await readDocument(source.store, `${source.prefix}${id}.json`);
  return document && parseJson(document.text);
}
