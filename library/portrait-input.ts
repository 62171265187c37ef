import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Settings } from '../config/settings.js';
import { avatarIdPattern } from '../domain/avatar-id.js';
import { errnoOf, RenderError } from '../errors/render-error.js';
import { faceInBox } from '../function/render/face/find-face.js';
import { decodePicture } from '../function/render/picture/decode-picture.js';
import type { Rectangle } from '../function/render/picture/geometry.js';
import { toAvatar, type Avatar } from '../function/render/portrait/avatar.js';
import { pictureLimits } from '../function/render/portrait/framing/picture-limits.js';
import { readPortrait } from '../storage/catalogue/catalogue.js';
import { openCatalogue } from '../storage/catalogue/open-catalogue.js';
import { downloadPicture } from './download-picture.js';

/**
 * A portrait: the name of one in the catalogue (bundled ones such as `alice`, and those in `modelsDir`), the
 * path of a PNG, JPEG, or WebP file, a file: or http(s) URL, or the bytes of the file.
 */
export type PortraitInput = string | URL | Uint8Array;

/**
 * Loads a portrait.
 * @param face the box of the face, instead of detecting it
 * @throws RenderError `avatar_not_found`, `portrait_unreadable`, `portrait_too_large`, `face_box_invalid`
 */
export async function loadAvatar(
  input: PortraitInput,
  face: Rectangle | undefined,
  settings: Settings,
  signal: AbortSignal,
): Promise<Avatar> {
  const avatar = await readAvatar(input, settings, signal);
  if (!face) return avatar;
  return { ...avatar, face: faceInBox(await decodePicture(avatar.bytes, pictureLimits(settings)), face) };
}

/** The file that a portrait is read from; undefined if it is not a file. */
export function portraitFile(input: PortraitInput): string | undefined {
  if (input instanceof Uint8Array) return undefined;
  const url = toUrl(input);
  if (url) return url.protocol === 'file:' ? pathOf(url) : undefined;
  return typeof input !== 'string' || avatarIdPattern.test(input) ? undefined : input;
}

async function readAvatar(input: PortraitInput, settings: Settings, signal: AbortSignal): Promise<Avatar> {
  if (input instanceof Uint8Array) return { id: 'portrait', bytes: input };
  const file = portraitFile(input);
  if (file !== undefined) return { id: path.basename(file), bytes: await readPictureFile(file) };
  const url = toUrl(input);
  if (url)
    return { id: path.posix.basename(url.pathname), bytes: await downloadPicture(url, settings, signal) };
  return toAvatar(await readPortrait(await openCatalogue(settings, undefined), String(input)));
}

/** A URL, or a text that starts like one of a file or a web server. */
function toUrl(input: string | URL): URL | undefined {
  if (input instanceof URL) return input;
  return /^(file|https?):/i.test(input) && URL.canParse(input) ? new URL(input) : undefined;
}

function pathOf(url: URL): string {
  try {
    return fileURLToPath(url);
  } catch (error) {
    throw new RenderError('portrait_unreadable', `${url.href} names no file on this machine.`, {
      cause: error,
    });
  }
}

/** Reads the file of a picture. @throws RenderError `portrait_unreadable` */
export async function readPictureFile(file: string): Promise<Uint8Array> {
  return readFile(file).catch((error: unknown) => {
    throw new RenderError(
      'portrait_unreadable',
      `${file} cannot be read (${errnoOf(error) ?? 'unknown error'}). Give the path of a PNG, JPEG, or WebP file.`,
      { cause: error },
    );
  });
}
