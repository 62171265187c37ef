import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseJson } from '../../../errors/parse-json.js';
import { replaceFile } from '../../../storage/files/replace-file.js';
import { sha256Of } from '../../../storage/files/sha256.js';
import type { Rectangle } from '../picture/geometry.js';
import { contoursOfMesh } from './contours-of-mesh.js';
import { examineFaces, type FaceExaminer } from './examined-faces.js';
import { isUpright } from './face-fault.js';
import { mouthOpening, mouthPoints, type FaceMesh } from './face-mesh.js';
import { faceSchema, type Face } from './face.js';
import { findFace, formatBox } from './find-face.js';
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

/**
 * Adds the contours to a face that has none, because its box was given by hand, or found by an earlier
 * version: those of the face that is detected in the box. Without one, and if its mouth is open, the face
 * stays as it is.
 * @throws what `examiner` throws
 */
export async function withContours(
  face: Face,
  { bytes, picture, cacheFolder }: CachedPicture,
  examiner: FaceExaminer,
  signal?: AbortSignal,
): Promise<Face> {
  if (face.contours) return face;
  const file = path.join(cacheFolder, folder, `${sha256Of(bytes)}-${formatBox(face.box)}.json`);
  const known = await readFace(file);
  if (known) return known;
  const found = (await examineFaces(picture, examiner, signal)).find(({ mesh }) => isMouthIn(face.box, mesh));
  const isUsable = found && isUpright(found) && mouthOpening(found.mesh) < maxOpening;
  const whole = isUsable ? { ...face, contours: contoursOfMesh(found.mesh) } : face;
  await remember(file, whole).catch(() => undefined);
  return whole;
}

/** Lips that are parted further, relative to their width, are not closed: their contours would not fit. */
const maxOpening = 0.08;

function isMouthIn({ x, y, width, height }: Rectangle, mesh: FaceMesh): boolean {
  return mouthPoints(mesh).every(([px, py]) => px >= x && py >= y && px <= x + width && py <= y + height);
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
