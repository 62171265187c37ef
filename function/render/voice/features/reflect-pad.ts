import { concatenate } from '../../numeric/concatenate.js';

/**
 * Adds `margin` samples before the first and after the last, mirrored without repeating the edge, like
 * numpy's `pad(mode='reflect')`. Holds back at most `margin` samples.
 * @throws RangeError if there are no more than `margin` samples in total
 */
export async function* reflectPad(
  chunks: AsyncIterable<Float32Array>,
  margin: number,
): AsyncGenerator<Float32Array> {
  let tail = new Float32Array(0);
  let begun = false;
  for await (const chunk of chunks) {
    const all = concatenate(tail, chunk);
    if (all.length <= margin) {
      tail = all;
      continue;
    }
    if (!begun) yield all.slice(1, margin + 1).reverse();
    // Yielded samples stay in `all` only as long as the end may have to mirror them.
    yield begun ? chunk : all;
    begun = true;
    tail = all.slice(-margin - 1);
  }
  if (!begun) throw new RangeError(`A voice of ${String(tail.length)} samples is too short to be mirrored.`);
  yield tail.slice(0, margin).reverse();
}
