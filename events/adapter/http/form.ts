import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Busboy } from '@fastify/busboy';
import type { Settings } from '../../../config/settings.js';
import { RenderError, toRenderError } from '../../../errors/render-error.js';

/** The files that forms may contain, each with the setting for its maximum size in bytes. */
const fileLimits = { voice: 'UPLOAD_MAX_BYTES', picture: 'PICTURE_MAX_BYTES' } as const;

type FileField = keyof typeof fileLimits;

/** Handles a file of a form; it must read the file to its end. */
export type HandleFile = (file: Readable, fileName: string) => Promise<void>;

const maxFields = 20;
/** Enough for the longest text that is answered with its own error. */
const maxFieldBytes = 256 * 1024;

/**
 * Reads a `multipart/form-data` body as it arrives (RFC 7578). The first file in the field `fileField`
 * goes to `handleFile`, which sets the pace; other files are skipped.
 * @param settings the maximum sizes of files
 * @returns the text fields; the last value of a name counts
 * @throws RenderError `request_invalid`, `body_too_large`; what `handleFile` throws
 */
export async function readForm(
  request: Request,
  fileField: FileField,
  settings: Pick<Settings, (typeof fileLimits)[FileField]>,
  handleFile: HandleFile,
): Promise<Record<string, string>> {
  const contentType = request.headers.get('content-type') ?? '';
  const maxFileBytes = settings[fileLimits[fileField]];
  const fields: Record<string, string> = {};
  const handling: Promise<void>[] = [];
  try {
    const parser = new Busboy({
      headers: { 'content-type': contentType },
      limits: { fileSize: maxFileBytes, fields: maxFields, fieldSize: maxFieldBytes, files: maxFields },
    });
    parser.on('field', (name, value, _isNameCut, isCut) => {
      if (isCut) parser.destroy(fieldTooLarge(name));
      fields[name] = value;
    });
    parser.on('file', (name, file, fileName) => {
      // The reader sees the error, too; without this handler, an error before anything reads would end
      // the process.
      file.on('error', () => undefined);
      if (name !== fileField || handling.length > 0) {
        file.resume();
        return;
      }
      file.once('limit', () => file.destroy(tooLarge(fileField, maxFileBytes)));
      const handled = handleFile(file, fileName);
      // Thrown below, once the rest of the form has been read or abandoned.
      handled.catch((error: unknown) =>
        parser.destroy(error instanceof Error ? error : new Error(String(error))),
      );
      handling.push(handled);
    });
    await pipeline(Readable.from(request.body ?? []), parser);
    await Promise.all(handling);
    // With a text, `voice` is the id of the voice that speaks it.
    if (fields[fileField] !== undefined && fields['text'] === undefined) throw sentAsText(fileField);
    return fields;
  } catch (error) {
    await Promise.allSettled(handling);
    const known = toRenderError(error);
    // Everything else is what the parser says about the form.
    if (known.code !== 'internal') throw known;
    throw new RenderError('request_invalid', 'The form cannot be read. Send it as multipart/form-data.', {
      cause: error,
    });
  }
}

function sentAsText(field: FileField): RenderError {
  const example = field === 'voice' ? 'voice=@clip.wav' : 'picture=@portrait.jpg';
  return new RenderError(
    'request_invalid',
    `${field} is a text. Send it as a file, with curl: -F ${example}`,
    { details: { fields: [field] } },
  );
}

function fieldTooLarge(name: string): RenderError {
  return new RenderError(
    'body_too_large',
    `The field ${name} has more than ${String(maxFieldBytes)} bytes.`,
    { details: { maxBytes: maxFieldBytes } },
  );
}

function tooLarge(field: FileField, maxBytes: number): RenderError {
  return new RenderError(
    'body_too_large',
    `The ${field} has more than ${String(maxBytes)} bytes (${fileLimits[field]}).`,
    { details: { maxBytes } },
  );
}
