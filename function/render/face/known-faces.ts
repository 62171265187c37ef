import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseJson } from '../../../errors/parse-json.js';
import { replaceFile } from '../../../storage/files/replace-file.js';
import { sha256Of } from '../../../storage/files/sha256.js';
import type { FaceExaminer } from './examined-faces.js';
import { faceSchema, type Face } from './face.js';
import { findFace } from './find-face.js';
import type { Picture } from '../picture/decode-picture.js';

/** Another version has another folder: its faces were found by other rules. */
const folder = 'faces-5';

/** A picture, and where its face is cached. */
export interface CachedPicture {
  /** The picture's file. */
  readonly bytes: Uint8Array;
  readonly picture: Picture;
  readonly cacheFolder: string;
}

/**
 * The face of a picture: read from `cacheFolder` by the picture's hash, or detected and saved there.
 * If the cache cannot be written, the face is detected again next time.
 * @throws what {@link findFace} throws
 */
export async function findFaceCached(
  { bytes, picture, cacheFolder }: CachedPicture,
  examiner: FaceExaminer,
  signal?: AbortSignal,
): Promise<Face> {
  const file = path.join(cacheFolder, folder, `${sha256Of(bytes)}.json`);
  const known = await readFace(file);
  if (known) return known;

  const face = await findFace(picture, examiner, signal);
  await remember(file, face).catch(() => undefined);
  return face;
}

async function readFace(file: string): Promise<Face | undefined> {
  const text = await readFile(file, 'utf8').catch(() => undefined);
  // A file that is incomplete or of another version is ignored; the face is detected again.
  return text === undefined ? undefined : faceSchema.safeParse(parseJson(text)).data;
}

async function remember(file: string, face: Face): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true });
  await replaceFile(file, (unfinished) => writeFile(unfinished, JSON.stringify(face)));
}
