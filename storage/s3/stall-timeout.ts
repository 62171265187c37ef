import { Readable } from 'node:stream';
import { storeError } from './s3-errors.js';

/**
 * The same bytes; what breaks them off, and a pause of the server, is the store's error.
 * @param stallMs the longest pause
 */
export function withStallTimeout(body: Readable, stallMs: number): Readable {
  const watched = Readable.from(chunksOf(body, stallMs), { objectMode: false });
  return watched.once('close', () => body.destroy());
}

async function* chunksOf(body: AsyncIterable<unknown> & Pick<Readable, 'destroy'>, stallMs: number) {
  const watch = () => setTimeout(() => body.destroy(new Error('no bytes came')), stallMs);
  // Who reads slowly makes no pause of the server: the watch stops while a chunk is taken.
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
