import { Readable } from 'node:stream';
import { storeError } from './s3-errors.js';

/**
 * Passes a stream on; converts errors, and pauses of the server, to the store's errors.
 * @param stallMs the longest allowed pause
 */
export function withStallTimeout(body: Readable, stallMs: number): Readable {
  const watched = Readable.from(chunksOf(body, stallMs), { objectMode: false });
  return watched.once('close', () => body.destroy());
}

async function* chunksOf(body: AsyncIterable<unknown> & Pick<Readable, 'destroy'>, stallMs: number) {
  const watch = () => setTimeout(() => body.destroy(new Error('no bytes arrived')), stallMs);
  // A slow reader is not a pause of the server: the timer stops while a chunk is being consumed.
  let timer = watch();
  try {
    for await (const chunk of body) {
      clearTimeout(timer);
      yield chunk;
      timer = watch();
    }
  } catch (error) {
    throw storeError(error);
  } finally {
    clearTimeout(timer);
  }
}
