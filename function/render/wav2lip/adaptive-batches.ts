import { RenderError } from '../../../errors/render-error.js';

/** What the device says when its memory is at an end: onnxruntime's arenas, CUDA, Dawn, Vulkan. */
const outOfMemory =
  /failed to allocate memory|out of memory|OUT_OF_(DEVICE|HOST)_MEMORY|bad_alloc|MemoryAllocation/i;

/** Does work in batches; where the device's memory ends it goes on with smaller ones. */
export class AdaptiveBatches {
  #frames: number;

  /** @param frames how many at once, to begin with */
  constructor(frames: number) {
    this.#frames = frames;
  }

  /** How many frames are worked on at once; never grows. */
  get frames(): number {
    return this.#frames;
  }

  /**
   * Calls `work` for one range after the other, `[from, to)`, until all is done.
   * @throws RenderError `device_out_of_memory` where a single frame is too much; what `work` throws
   */
  async run(total: number, work: (from: number, to: number) => Promise<void>): Promise<void> {
    for (let done = 0; done < total;) {
      const to = Math.min(total, done + this.#frames);
      try {
        await work(done, to);
        done = to;
      } catch (error) {
        if (!isOutOfMemory(error)) throw error;
        if (this.#frames === 1) throw deviceFull(error);
        this.#frames = Math.floor(this.#frames / 2);
      }
    }
  }
}

function isOutOfMemory(error: unknown): error is Error {
  return error instanceof Error && outOfMemory.test(error.message);
}

function deviceFull(cause: Error): RenderError {
  const bytes = Number(/requested buffer of size (\d+)/.exec(cause.message)?.[1] ?? NaN);
  const asked = Number.isNaN(bytes) ? '' : `, ${(bytes / 2 ** 20).toFixed(1)} MiB being asked for last`;
  return new RenderError(
    'device_out_of_memory',
    `the device has no memory left for a single frame${asked}; free some of it (nvidia-smi shows who has it), ` +
      'take another card (CUDA_DEVICE), or compute on the CPU (EXECUTION_PROVIDER=cpu)',
    { cause, details: { batchFrames: 1, ...(Number.isNaN(bytes) ? {} : { bytes }) } },
  );
}
