import { readFile } from 'node:fs/promises';
import { errnoOf, RenderError } from '../errors/render-error.js';

/** @throws RenderError `portrait_unreadable` */
export async function readPictureFile(file: string): Promise<Uint8Array> {
  return readFile(file).catch((error: unknown) => {
    throw new RenderError(
      'portrait_unreadable',
      `${file} cannot be read as a picture (${errnoOf(error) ?? 'unknown'}).`,
      {
        cause: error,
      },
    );
  });
}
