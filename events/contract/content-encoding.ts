import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib';
import { RenderError } from '../../errors/render-error.js';

/** Events have at most 1 MiB. */
const maxOutputLength = 1 << 20;

const decoders: Readonly<Record<string, (body: Uint8Array, options: { maxOutputLength: number }) => Buffer>> =
  {
    gzip: gunzipSync,
    'x-gzip': gunzipSync,
    deflate: inflateSync,
    br: brotliDecompressSync,
  };

/**
 * Unpacks the body of an event (RFC 9110, § 8.4).
 * @param encoding the Content-Encoding
 * @throws RenderError `media_type_unsupported` for an unknown encoding, `request_invalid` for a damaged or too
 *   large body
 */
export function unpacked(body: Uint8Array, encoding = 'identity'): Uint8Array {
  const names = encoding
    .toLowerCase()
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '' && name !== 'identity');
  // More than one does not occur, and many would multiply the size of a small body.
  const [name] = names;
  if (name === undefined) return body;
  const decode = names.length === 1 ? decoders[name] : undefined;
  if (!decode) {
    throw new RenderError(
      'media_type_unsupported',
      `The Content-Encoding is ${encoding.slice(0, 100)}. Use gzip, deflate, br, or none.`,
    );
  }
  try {
    return decode(body, { maxOutputLength });
  } catch (error) {
    throw new RenderError(
      'request_invalid',
      `The event is not valid ${name}, or has more than ${String(maxOutputLength)} bytes.`,
      { cause: error },
    );
  }
}
