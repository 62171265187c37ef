import { melBands, melWindowColumns } from './mel-shape.js';
import { silence } from './mel.js';

const columnsPerSecond = 80;

/** The number of video frames for a voice; every part of it gets a frame. */
export function frameCount(sampleCount: number, sampleRateHz: number, fps: number): number {
  return Math.ceil((sampleCount * fps) / sampleRateHz);
}

/**
 * The network's input for each video frame: the 200 ms from the frame's time on. Frame i starts at
 * column ⌊i·80/fps⌋ (Rudrabha/Wav2Lip, inference.py). The voice is extended with silence, so that the
 * last frames have full windows.
 * @param leadMs how long before the frame its window begins; Wav2Lip's training takes 40, inference.py 0
 * @yields `[80, 16]`, a new array each time
 */
export async function* melWindows(
  columns: AsyncIterable<Float32Array>,
  frames: number,
  fps: number,
  leadMs = 0,
): AsyncGenerator<Float32Array> {
  const source = columns[Symbol.asyncIterator]();
  const nothing = new Float32Array(melBands).fill(silence);
  const lead = (leadMs / 1000) * columnsPerSecond;
  // Before the voice there is silence.
  const before = Math.ceil(lead);
  const held: Float32Array[] = Array.from({ length: before }, () => nothing);
  let first = 0;
  try {
    for (let frame = 0; frame < frames; frame++) {
      const start = Math.floor((frame * columnsPerSecond) / fps - lead) + before;
      while (first + held.length < start + melWindowColumns) {
        const next: IteratorResult<Float32Array, unknown> = await source.next();
        held.push(next.done ? nothing : next.value);
      }
      held.splice(0, start - first);
      first = start;
      yield window(held);
    }
  } finally {
    await source.return?.(undefined);
  }
}

function window(columns: readonly Float32Array[]): Float32Array {
  const values = new Float32Array(melBands * melWindowColumns);
  for (let column = 0; column < melWindowColumns; column++) {
    for (let band = 0; band < melBands; band++) {
      values[band * melWindowColumns + column] = columns[column]?.[band] ?? silence;
    }
  }
  return values;
}
