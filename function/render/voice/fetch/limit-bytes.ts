import { RenderError } from '../../../../errors/render-error.js';

/** Passes bytes on until there are too many. @throws RenderError `voice_too_large` */
export async function* limitBytes(
  source: AsyncIterable<unknown> | Iterable<unknown>,
  maxBytes: number,
): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  for await (const chunk of source) {
    if (!(chunk instanceof Uint8Array)) continue;
    bytes += chunk.length;
    if (bytes > maxBytes) {
      throw new RenderError(
        'voice_too_large',
        `The voice has more than ${String(maxBytes)} bytes. Use a smaller file or raise VOICE_MAX_BYTES.`,
        {
          details: { maxBytes },
        },
      );
    }
    yield chunk;
  }
}
