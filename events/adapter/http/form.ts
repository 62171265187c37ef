import { isUtf8 } from 'node:buffer';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Busboy } from '@fastify/busboy';
import type { Settings } from '../../../config/settings.js';
import { RenderError, toRenderError } from '../../../errors/render-error.js';
import { givenFields } from '../../contract/given-fields.js';
import { checkBoundary, isEmptyPart, repeatedError, sentAsText } from './form-parts.js';

/** The files that forms may contain, each with the setting for its maximum size in bytes. */
const fileLimits = { voice: 'UPLOAD_MAX_BYTES', picture: 'PICTURE_MAX_BYTES' } as const;

type FileField = keyof typeof fileLimits;

/** Handles a file of a form; it must read the file to its end. */
export type HandleFile = (file: Readable, fileName: string) => Promise<void>;

const maxFields = 20;
/** Enough for the longest text that is answered with its own error. */
const maxFieldBytes = 256 * 1024;

/**
 * Reads a `multipart/form-data` body as it arrives (RFC 7578). The file in the field `fileField` goes to `handleFile`,
 * which sets the pace; a file in the field `text` is a text; files of other fields are skipped. What was not filled in
 * counts as absent: texts without a character, and a file without a name and content.
 * @param settings the maximum sizes of files
 * @returns the text fields, as `givenFields` reads them
 * @throws RenderError `request_invalid`, `body_too_large`; what `handleFile` throws
 */
export async function readForm(
  request: Request,
  fileField: FileField,
  settings: Pick<Settings, (typeof fileLimits)[FileField]>,
  handleFile: HandleFile,
): Promise<Record<string, unknown>> {
  const contentType = request.headers.get('content-type') ?? '';
  checkBoundary(contentType);
  const maxFileBytes = settings[fileLimits[fileField]];
  // A plain object has fields that no form has sent: __proto__, constructor.
  const fields = new Map<string, string>();
  const handling: Promise<void>[] = [];
  let hasFile = false;
  try {
    const parser = new Busboy({
      headers: { 'content-type': contentType },
      isPartAFile: (name, type, fileName) =>
        fileName !== undefined ||
        type === 'application/octet-stream' ||
        (name === fileField && isMediaType(type)),
      limits: { fileSize: maxFileBytes, fields: maxFields, fieldSize: maxFieldBytes, files: maxFields },
    });
    parser.on('field', (name, value, _isNameCut, isCut) => {
      if (isCut) parser.destroy(fieldTooLarge(name));
      setField(name, value);
    });
    parser.on('file', (name, file, fileName) => {
      // The reader sees the error, too; without this handler, an error before anything reads would end
      // the process.
      file.on('error', () => undefined);
      const handled = handlePart(name, file, fileName);
      // Thrown below, once the rest of the form has been read or abandoned.
      handled.catch(stop);
      handling.push(handled);
    });
    const stop = (error: unknown) =>
      parser.destroy(error instanceof Error ? error : new Error(String(error)));
    const setField = (name: string, value: string) => {
      const before = fields.get(name);
      if (value.trim() !== '' && (before ?? '').trim() !== '') stop(repeatedError(name));
      if (before === undefined || value.trim() !== '') fields.set(name, value);
    };
    const handlePart = async (name: string, file: Readable, fileName: string | undefined) => {
      if (name === 'text') {
        file.once('limit', () => file.destroy(fieldTooLarge(name)));
        setField(name, await readTextPart(file));
        return;
      }
      if (name !== fileField) return void file.resume();
      file.once('limit', () => file.destroy(tooLarge(fileField, maxFileBytes)));
      if ((fileName ?? '') === '' && (await isEmptyPart(file))) return void file.resume();
      if (hasFile) throw repeatedError(name);
      hasFile = true;
      await handleFile(file, fileName ?? '');
    };
    await pipeline(Readable.from(request.body ?? []), parser);
    await Promise.all(handling);
    // With a text, `voice` is the id of the voice that speaks it.
    const given = givenFields(Object.fromEntries(fields), hasFile);
    if (given[fileField] !== undefined && given['text'] === undefined) throw sentAsText(fileField);
    return given;
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

/** Programs send the type of a file also where they leave out its name. */
function isMediaType(type: string | undefined): boolean {
  return /^(?:audio|video|image)\//.test(type ?? '');
}

/** Reads a text that was sent as a file. @throws RenderError `body_too_large`, `request_invalid` */
async function readTextPart(file: Readable): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of file) {
    if (!Buffer.isBuffer(chunk)) continue;
    bytes += chunk.length;
    if (bytes > maxFieldBytes) throw fieldTooLarge('text');
    chunks.push(chunk);
  }
  const whole = Buffer.concat(chunks);
  if (isUtf8(whole)) return whole.toString('utf8').replace(/^\uFEFF/, '');
  throw new RenderError(
    'request_invalid',
    'The file text is not in UTF-8. Save it as a plain text in UTF-8.',
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
