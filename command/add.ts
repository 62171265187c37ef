import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { readSettings } from '../config/settings.js';
import { describeWarnings } from '../domain/portrait-warnings.js';
import { RenderError } from '../errors/render-error.js';
import type { Face } from '../function/render/face/face.js';
import { faceInBox, findFace, formatBox } from '../function/render/face/find-face.js';
import { SmallNetworks } from '../function/render/inference/small-networks.js';
import { decodePicture, type Picture } from '../function/render/picture/decode-picture.js';
import { preparePortrait } from '../function/render/portrait/portrait.js';
import { drawPreview } from '../function/render/portrait/preview.js';
import { pictureLimits } from '../function/render/portrait/framing/picture-limits.js';
import { writePortrait } from '../storage/catalogue/write-portrait.js';
import { FolderStore } from '../storage/folder/folder-store.js';
import { avatarIdPattern } from '../domain/avatar-id.js';
import { pictureTypes } from '../storage/catalogue/portrait-name.js';
import { rectangleOption, readOptions } from './options.js';
import { readPictureFile } from '../library/portrait-input.js';

const optionsSchema = z.object({
  id: z.string().regex(avatarIdPattern, 'must consist of a-z, 0-9, and -').optional(),
  face: rectangleOption.optional(),
});

/**
 * `avatar add`: adds a portrait to the catalogue, and writes a preview of its box and mask beside it.
 */
export async function addCommand(file: string, given: unknown, signal: AbortSignal): Promise<void> {
  const options = readOptions(optionsSchema, given);
  const settings = readSettings();
  const extension = path.extname(file).toLowerCase();
  const id = options.id ?? path.basename(file, path.extname(file)).toLowerCase();
  if (!avatarIdPattern.test(id)) {
    throw new RenderError(
      'request_invalid',
      `${id} is not a valid id. Give one of a-z, 0-9, and - with --id.`,
    );
  }
  if (!(extension in pictureTypes)) {
    throw new RenderError('portrait_unreadable', `${file} does not end in .png, .jpg, or .webp. Rename it.`);
  }
  const bytes = await readPictureFile(file);
  const picture = await decodePicture(bytes, pictureLimits(settings));
  const face = options.face ? faceInBox(picture, options.face) : await findOnWorker(picture, signal);
  const preview = await drawPreview(await preparePortrait(picture, face));
  signal.throwIfAborted();
  const source = { store: new FolderStore(settings.MODELS_DIR), prefix: '' };
  await writePortrait(source, { id, extension, bytes, metadata: face });
  const previewFile = path.join(settings.MODELS_DIR, 'previews', `${id}.png`);
  await mkdir(path.dirname(previewFile), { recursive: true });
  await writeFile(previewFile, preview);
  process.stdout.write(`${id}: added, face at ${formatBox(face.box)}; preview in ${previewFile}\n`);
  for (const { message } of describeWarnings(face.warnings).warnings ?? []) {
    process.stdout.write(`${id}: warning: ${message}\n`);
  }
}

async function findOnWorker(picture: Picture, signal: AbortSignal): Promise<Face> {
  const networks = new SmallNetworks();
  try {
    return await findFace(picture, networks.examineFaces, signal);
  } finally {
    await networks.close();
  }
}
