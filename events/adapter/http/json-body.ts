import { RenderError } from '../../../errors/render-error.js';

const maxBytes = 64 * 1024;

/**
 * Reads a JSON body, up to the largest size that a request of this service can need.
 * @throws RenderError `request_invalid`, `body_too_large`
 */
export async function readJson(request: Request): Promise<unknown> {
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
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8'));
  } catch (error) {
    throw new RenderError('request_invalid', 'The body is not valid JSON.', { cause: error });
  }
}
