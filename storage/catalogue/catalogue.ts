import { buffer } from 'node:stream/consumers';
import path from 'node:path';
import { packageRoot } from '../../config/package-root.js';
import { parseJson } from '../../errors/parse-json.js';
import { RenderError } from '../../errors/render-error.js';
import { readDocument } from '../documents.js';
import { FolderStore } from '../folder/folder-store.js';
import { avatarIdPattern } from '../../domain/avatar-id.js';
import { nameInKey, namePrefix } from './name-keys.js';
import { avatarIdFromName, pictureExtension, pictureTypes } from './portrait-name.js';
import type { ObjectInfo, Store, StoredObject } from '../store.js';

/** How many ids the message about an unknown one names. */
const maxKnownIds = 12;

/** A place with portraits: pictures `<prefix><id>.png`, their metadata, `<id>.json`, and names (`name-keys.ts`). */
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
  /** As it was typed; absent if none was. */
  readonly name?: string;
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
      const names = new Map<string, string>();
      const found: CatalogueEntry[] = [];
      for await (const picture of source.store.list(source.prefix)) {
        const key = picture.key.slice(source.prefix.length);
        const named = nameInKey(key);
        if (named) names.set(named.id, named.name);
        const { id, isExact } = idOf(key) ?? {};
        if (id === undefined) continue;
        if (!isExact && source.anyName) byOtherNames.push({ id, source, picture });
        if (isExact && !entries.has(id)) found.push({ id, source, picture });
      }
      for (const entry of found) if (!entries.has(entry.id)) entries.set(entry.id, withName(entry, names));
    }
    for (const entry of byOtherNames) {
      if (!entries.has(entry.id)) entries.set(entry.id, entry);
    }
    return [...entries.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
  }

  /**
   * Finds a portrait. All sources are asked at once, and a bucket once.
   * @throws RenderError `avatar_not_found` (details: some of the known ids)
   */
  async find(id: string): Promise<CatalogueEntry> {
    const isValid = avatarIdPattern.test(id);
    const found = await Promise.all(
      this.#sources.map(async (source) => (isValid ? pictureOf(source, id) : undefined)),
    );
    const picture = found.find((each) => each !== undefined);
    if (picture) return picture;
    for (const source of this.#sources.filter(({ anyName }) => anyName)) {
      const byOtherName = (await new Catalogue([source]).list()).find((entry) => entry.id === id);
      if (byOtherName) return byOtherName;
    }
    const { known, isAll } = await this.#knownIds();
    const shown = `${known.join(', ') || 'none'}${isAll ? '' : ', and others (GET /avatars lists all)'}`;
    throw new RenderError(
      'avatar_not_found',
      `Portrait ${id.slice(0, 64)} does not exist. Available: ${shown}.`,
      { details: { avatarId: id.slice(0, 64), known } },
    );
  }

  /** A few ids, for messages. Listing a bucket of thousands would cost more than the hint is worth. */
  async #knownIds(): Promise<{ known: string[]; isAll: boolean }> {
    const known = new Set<string>();
    const local = this.#sources.filter(isOnThisMachine);
    for (const source of local) {
      for await (const { key } of source.store.list(source.prefix)) {
        const { id } = idOf(key.slice(source.prefix.length)) ?? {};
        if (id !== undefined) known.add(id);
        if (known.size > maxKnownIds) break;
      }
    }
    const shown = [...known].sort().slice(0, maxKnownIds);
    return { known: shown, isAll: shown.length === known.size && local.length === this.#sources.length };
  }
}

function isOnThisMachine({ store }: CatalogueSource): boolean {
  return store.url.startsWith('file:');
}

/** The picture of a portrait in one source: a bucket is asked once, a folder for each kind of picture. */
async function pictureOf(source: CatalogueSource, id: string): Promise<CatalogueEntry | undefined> {
  const { store, prefix } = source;
  const keys = Object.keys(pictureTypes).map((extension) => `${prefix}${id}${extension}`);
  const objects: (ObjectInfo | undefined)[] = [];
  if (isOnThisMachine(source)) {
    objects.push(...(await Promise.all(keys.map((key) => store.head(key)))));
    for await (const object of store.list(prefix + namePrefix(id))) objects.push(object);
  } else {
    for await (const object of store.list(`${prefix}${id}.`)) objects.push(object);
  }
  const byKey = new Map(objects.flatMap((object) => (object ? [[object.key, object] as const] : [])));
  const picture = keys.map((key) => byKey.get(key)).find((each) => each !== undefined);
  if (!picture) return undefined;
  const named = [...byKey.keys()].map((key) => nameInKey(key.slice(prefix.length))).find(Boolean);
  return withName({ id, source, picture }, new Map(named && [[named.id, named.name]]));
}

function withName(entry: CatalogueEntry, names: ReadonlyMap<string, string>): CatalogueEntry {
  const name = names.get(entry.id);
  return name === undefined ? entry : { ...entry, name };
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

/** The metadata of a portrait; undefined if it is missing or not valid JSON. */
export async function readMetadata({ id, source }: CatalogueEntry): Promise<unknown> {
  const document = await readDocument(source.store, `${source.prefix}${id}.json`);
  return document && parseJson(document.text);
}
