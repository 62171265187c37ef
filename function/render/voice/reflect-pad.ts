/**
 * Puts `margin` samples before the first and behind the last, mirrored at them without repeating
 * them, as numpy's `pad(mode='reflect')` does. Holds back no more than `margin` samples.
 * @throws RangeError where there are no more than `margin` samples in all
 */
export async function* reflectPad(
  chunks: AsyncIterable<Float32Array>,
  margin: number,
): AsyncGenerator<Float32Array> {
  let tail = new Float32Array(0);
  let begun = false;
  for await (const chunk of chunks) {
    const all = new Float32Array(tail.length + chunk.length);
    all.set(tail);
    all.set(chunk, tail.length);
    if (all.length <= margin) {
      tail = all;
      continue;
    }
    if (!begun) yield all.slice(1, margin + 1).reverse();
    // What was yielded before stays in `all` only as far as the end may have to mirror it.
    yield begun ? chunk : all;
    begun = true;
    tail = all.slice(-margin - 1);
  }
  if (!begun) throw new RangeError(`a voice of ${String(tail.length)} samples is too short to be mirrored`);
  yield tail.slice(0, margin).reverse();
}
