import { readFile } from 'node:fs/promises';
import { errnoOf, RenderError } from '../errors/render-error.js';

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
