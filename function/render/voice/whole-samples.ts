/** Splits bytes into float32 samples at sample boundaries. */
export async function* alignSamples(
  output: AsyncIterable<Uint8Array>,
): AsyncGenerator<Float32Array<ArrayBuffer>> {
  let rest = Buffer.alloc(0);
  for await (const bytes of output) {
    const all = Buffer.concat([rest, bytes]);
    const whole = all.length - (all.length % Float32Array.BYTES_PER_ELEMENT);
    rest = all.subarray(whole);
    yield new Float32Array(all.buffer.slice(all.byteOffset, all.byteOffset + whole));
  }
}

/** Replaces NaN samples with 0. @returns whether there were any */
export function repair(samples: Float32Array): boolean {
  let repaired = false;
  for (let i = 0; i < samples.length; i++) {
    if (Number.isFinite(samples[i])) continue;
    samples[i] = 0;
    repaired = true;
  }
  return repaired;
}
