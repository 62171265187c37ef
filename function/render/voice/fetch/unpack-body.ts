import type { IncomingMessage } from 'node:http';
import { pipeline, type Readable } from 'node:stream';
import { createBrotliDecompress, createUnzip } from 'node:zlib';
import { RenderError } from '../../../../errors/render-error.js';

/**
 * The body of an answer without its `Content-Encoding`: stored objects may have one although none was
 * asked for.
 * @throws RenderError `voice_unreadable` for an encoding that is not gzip, deflate, or br
 */
export function unpackBody(response: IncomingMessage): Readable {
  const encoding = (response.headers['content-encoding'] ?? 'identity').trim().toLowerCase();
  if (encoding === 'identity' || encoding === '' || encoding === 'aws-chunked') return response;
  const unpacking = unpacker(encoding);
  if (!unpacking) {
    throw new RenderError(
      'voice_unreadable',
      `The server sent the voice with Content-Encoding ${encoding}. Store it without one, or with gzip, deflate, or br.`,
      { details: { encoding } },
    );
  }
  // An error on either side ends both, and is thrown to the reader.
  return pipeline(response, unpacking, () => undefined);
}

function unpacker(encoding: string) {
  if (['gzip', 'x-gzip', 'deflate'].includes(encoding)) return createUnzip();
  return encoding === 'br' ? createBrotliDecompress() : undefined;
}
