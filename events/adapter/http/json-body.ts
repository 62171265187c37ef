import { RenderError } from '../../../errors/render-error.js';
import { isJsonObject, withoutNulls } from '../../contract/valid-event.js';

/** A text may have 12 bytes a character: `\\ud83d\\ude00`. */
const maxBytes = 256 * 1024;

/**
 * Reads a JSON body, up to the largest size that a request of this service can need. A byte order mark
 * is skipped, and fields that are null count as absent.
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
  const whole = Buffer.concat(chunks);
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(whole));
    return isJsonObject(value) ? withoutNulls(value) : value;
  } catch (error) {
    const isUtf16 = whole.subarray(0, 4).includes(0) || /^(fffe|feff)/.test(whole.toString('hex', 0, 2));
    const message = isUtf16 ? 'The body is JSON in UTF-16. Send it in UTF-8.' : 'The body is not valid JSON.';
    throw new RenderError('request_invalid', message, { cause: error });
  }
}
