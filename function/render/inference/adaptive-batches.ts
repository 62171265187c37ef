import { RenderError } from '../../../errors/render-error.js';

/** How devices report that they are out of memory: onnxruntime's arenas, CUDA, Dawn, Vulkan. */
const outOfMemory =
  /failed to allocate memory|out of memory|OUT_OF_(DEVICE|HOST)_MEMORY|bad_alloc|MemoryAllocation/i;

/** Works in batches, and continues with smaller ones when the device runs out of memory. */
export class AdaptiveBatches {
  #frames: number;

  /** @param frames batch size to start with */
  constructor(frames: number) {
    this.#frames = frames;
  }

  /** The current batch size; it never grows. */
  get frames(): number {
    return this.#frames;
  }

  /**
   * Calls `work` for one range after the other, `[from, to)`, until everything is done.
   * @throws RenderError `device_out_of_memory` if a single frame does not fit; what `work` throws
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
  const lastAllocation = Number.isNaN(bytes)
    ? ''
    : ` (the last allocation was ${(bytes / 2 ** 20).toFixed(1)} MiB)`;
  return new RenderError(
    'device_out_of_memory',
    `The device has no memory left for a single frame${lastAllocation}. Free some memory (nvidia-smi lists the users), ` +
      'use another GPU (CUDA_DEVICE), or compute on the CPU (EXECUTION_PROVIDER=cpu).',
    { cause, details: { batchFrames: 1, ...(Number.isNaN(bytes) ? {} : { bytes }) } },
  );
}
