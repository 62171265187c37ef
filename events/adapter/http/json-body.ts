import { parseJson } from '../../../errors/parse-json.js';
import { RenderError } from '../../../errors/render-error.js';
import { givenFields } from '../../contract/given-fields.js';
import { jsonFault } from '../../contract/json-fault.js';
import { isJsonObject } from '../../contract/valid-event.js';

/** A text may have 12 bytes a character: `\\ud83d\\ude00`. */
const maxBytes = 256 * 1024;

/**
 * Reads a JSON body, up to the largest size that a request of this service can need. A byte order mark
 * is skipped, JSON in a JSON text is taken, and the fields are those of `givenFields`.
 * @throws RenderError `request_invalid`, `body_too_large`, `media_type_unsupported`
 */
export async function readJson(request: Request): Promise<unknown> {
  const encoding = request.headers.get('content-encoding') ?? 'identity';
  if (encoding !== 'identity') {
    throw new RenderError(
      'media_type_unsupported',
      `The Content-Encoding is ${encoding}. Send the body without compression.`,
    );
  }
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  const body: AsyncIterable<unknown> | Iterable<unknown> = request.body ?? [];
  for await (const chunk of body) {
    if (!(chunk instanceof Uint8Array)) continue;
    bytes += chunk.length;
    if (bytes > maxBytes) {
      throw new RenderError('body_too_large', `The body has more than ${String(maxBytes)} bytes.`, {
        details: { maxBytes },
      });
    }
    chunks.push(chunk);
  }
  return readText(decoded(Buffer.concat(chunks), request.headers.get('content-type') ?? ''));
}

function readText(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    if (isJsonObject(value)) return givenFields(value);
    // Some senders encode their JSON twice.
    const inner = typeof value === 'string' ? parseJson(value) : undefined;
    return isJsonObject(inner) ? givenFields(inner) : value;
  } catch (error) {
    throw new RenderError('request_invalid', `The body is not valid JSON${jsonFault(text)}`, {
      cause: error,
    });
  }
}

/** Decodes a body in UTF-8, or in the charset that its type names. */
function decoded(body: Buffer, contentType: string): string {
  const isUtf16 = body.subarray(0, 4).includes(0) || /^(fffe|feff)/.test(body.toString('hex', 0, 2));
  if (isUtf16) throw new RenderError('request_invalid', 'The body is JSON in UTF-16. Send it in UTF-8.');
  const charset = /;\s*charset\s*=\s*"?([^\s;"]{1,40})/i.exec(contentType)?.[1] ?? 'utf-8';
  try {
    return new TextDecoder(charset, { fatal: true }).decode(body);
  } catch (error) {
    throw new RenderError('request_invalid', notDecodable(charset), { cause: error });
  }
}

function notDecodable(charset: string): string {
  if (!/^utf-?8$/i.test(charset)) return `The body cannot be read as ${charset}. Send it in UTF-8.`;
  return 'The body is not in UTF-8, but probably in Latin-1 or Windows-1252. Send it in UTF-8, or name its charset in Content-Type.';
}
