import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Busboy } from '@fastify/busboy';
import type { Settings } from '../../../config/settings.js';
import { RenderError } from '../../../errors/render-error.js';

/** The files that forms bring, each with the setting that says how large it may be, in bytes. */
const fileLimits = { voice: 'UPLOAD_MAX_BYTES', picture: 'PICTURE_MAX_BYTES' } as const;

type FileField = keyof typeof fileLimits;

/** Reads a file of a form; it must read it to its end. */
export type HandleFile = (file: Readable, fileName: string) => Promise<void>;

const maxFields = 20;
const maxFieldBytes = 8192;

/**
 * Reads a `multipart/form-data` body as it arrives (RFC 7578). The first file of the name `fileField`
 * goes to `take`, which sets the pace; other files are passed over.
 * @param settings have the limits of files
 * @returns the text fields; the last of a name counts
 * @throws RenderError `request_invalid`, `body_too_large`; what `take` throws
 */
export async function readForm(
  request: Request,
  fileField: FileField,
  settings: Pick<Settings, (typeof fileLimits)[FileField]>,
  take: HandleFile,
): Promise<Record<string, string>> {
  const contentType = request.headers.get('content-type') ?? '';
  const maxFileBytes = settings[fileLimits[fileField]];
  const fields: Record<string, string> = {};
  const taking: Promise<void>[] = [];
  try {
    const parser = new Busboy({
      headers: { 'content-type': contentType },
      limits: { fileSize: maxFileBytes, fields: maxFields, fieldSize: maxFieldBytes, files: maxFields },
    });
    parser.on('field', (name, value) => {
      fields[name] = value;
    });
    parser.on('file', (name, file, fileName) => {
      // Whoever reads it hears of it, too; without this, one that nobody reads yet ends the process.
      file.on('error', () => undefined);
      if (name !== fileField || taking.length > 0) {
        file.resume();
        return;
      }
      file.once('limit', () => file.destroy(tooLarge(fileField, maxFileBytes)));
      const taken = take(file, fileName);
      // Thrown below, when the rest of the form has been read or given up.
      taken.catch((error: unknown) =>
        parser.destroy(error instanceof Error ? error : new Error(String(error))),
      );
      taking.push(taken);
    });
    await pipeline(Readable.from(request.body ?? []), parser);
    await Promise.all(taking);
    return fields;
  } catch (error) {
    await Promise.allSettled(taking);
    if (error instanceof RenderError) throw error;
    throw new RenderError('request_invalid', 'the form cannot be read; send it as multipart/form-data', {
      cause: error,
    });
  }
}

function tooLarge(field: FileField, maxBytes: number): RenderError {
  return new RenderError(
    'body_too_large',
    `the ${field} has more than ${String(maxBytes)} bytes (${fileLimits[field]})`,
    { details: { maxBytes } },
  );
}
