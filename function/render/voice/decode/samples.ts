import { open } from 'node:fs/promises';

const chunkSamples = 16_384;

/** Reads a file of float32 samples in pieces. */
export async function* readSamples(samplesFile: string): AsyncGenerator<Float32Array> {
  const file = await open(samplesFile);
  try {
    for (;;) {
      const chunk = new Float32Array(chunkSamples);
      const { bytesRead } = await file.read(chunk, 0, chunk.byteLength);
      if (bytesRead === 0) return;
      yield chunk.subarray(0, bytesRead / Float32Array.BYTES_PER_ELEMENT);
    }
  } finally {
    await file.close();
  }
}
