import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { packageRoot } from '../../config/package-root.js';
import { errnoOf, RenderError } from '../../errors/render-error.js';
import { faceSchema, type Face } from './face.js';

/** A portrait as the catalogue has it. */
export interface Avatar {
  readonly id: string;
  /** The picture's file: PNG, JPEG or WebP. */
  readonly bytes: Uint8Array;
  /** Where the face is, if that was settled when the portrait was added. */
  readonly face?: Face;
}

export const avatarIdPattern = /^[a-z0-9][a-z0-9-]{0,63}$/;
const endings = ['.png', '.jpg', '.jpeg', '.webp'];
const bundled = path.join(packageRoot, 'avatars');

/** Folders with portraits, in the order in which they are looked through. */
export function catalogueFolders(modelsFolder: string): readonly string[] {
  return [modelsFolder, bundled];
}

/** Ids of all portraits, in alphabetical order. */
export async function listAvatars(folders: readonly string[]): Promise<string[]> {
  const ids = await Promise.all(folders.map(async (folder) => [...(await picturesIn(folder)).keys()]));
  return [...new Set(ids.flat())].sort();
}

/** @throws RenderError `avatar_not_found` (details: the ids there are) */
export async function findAvatar(id: string, folders: readonly string[]): Promise<Avatar> {
  for (const folder of folders) {
    const picture = (await picturesIn(folder)).get(id);
    if (picture === undefined) continue;
    const face = await readFace(path.join(folder, `${id}.json`));
    return { id, bytes: await readFile(path.join(folder, picture)), ...(face ? { face } : {}) };
  }
  const known = await listAvatars(folders);
  throw new RenderError(
    'avatar_not_found',
    `no portrait is called ${id}; there ${known.length === 1 ? 'is' : 'are'} ${known.join(', ') || 'none'}`,
    { details: { avatarId: id, known } },
  );
}

/** Puts a portrait into a folder of the catalogue, with its face. */
export async function addAvatar(
  { id, bytes, face }: Required<Avatar>,
  ending: string,
  folder: string,
): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, `${id}${ending}`), bytes);
  await writeFile(path.join(folder, `${id}.json`), `${JSON.stringify(face, null, 2)}\n`);
}

/** Files of pictures whose names are ids, by id. */
async function picturesIn(folder: string): Promise<Map<string, string>> {
  const names = await readdir(folder).catch((error: unknown) => {
    if (errnoOf(error) === 'ENOENT') return [];
    throw error;
  });
  const pictures = names
    .map((name) => [path.basename(name, path.extname(name)), name] as const)
    .filter(([id, name]) => endings.includes(path.extname(name)) && avatarIdPattern.test(id));
  return new Map(pictures);
}

async function readFace(file: string): Promise<Face | undefined> {
  const text = await readFile(file, 'utf8').catch(() => undefined);
  return text === undefined ? undefined : faceSchema.parse(JSON.parse(text));
}
