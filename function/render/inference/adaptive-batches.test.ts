import { describe, expect, test } from 'vitest';
import { AdaptiveBatches } from './adaptive-batches.js';

/** Messages of onnxruntime's arena, CUDA, and Vulkan when a device is out of memory. */
const messages = [
  'Non-zero status code returned while running Conv node. Name:"Conv_5" Status Message: BFCArena::AllocateRawInternal Failed to allocate memory for requested buffer of size 41943040',
  'CUDA failure 2: out of memory ; GPU=0 ; expr=cudaMalloc((void**)&p, size)',
  'vkAllocateMemory failed with VK_ERROR_OUT_OF_DEVICE_MEMORY',
];

/** A device with memory for `maxFrames` at once; it records the requested ranges. */
function device(maxFrames: number, message = messages[0]) {
  const ranges: [number, number][] = [];
  return {
    ranges,
    work: (from: number, to: number) => {
      ranges.push([from, to]);
      return to - from > maxFrames ? Promise.reject(new Error(message)) : Promise.resolve();
    },
  };
}

test('AdaptiveBatches processes everything, batch by batch', async () => {
  const { ranges, work } = device(8);
  const batches = new AdaptiveBatches(8);
  await batches.run(20, work);
  expect(ranges).toEqual([
    [0, 8],
    [8, 16],
    [16, 20],
  ]);
  expect(batches.frames).toBe(8);
});

describe.each(messages)('AdaptiveBatches on a device that reports "%s"', (message) => {
  test('halves the batch until it fits, and skips and repeats nothing', async () => {
    const { ranges, work } = device(3, message);
    const batches = new AdaptiveBatches(8);
    await batches.run(7, work);
    expect(ranges).toEqual([
      [0, 7],
      [0, 4],
      [0, 2],
      [2, 4],
      [4, 6],
      [6, 7],
    ]);
    expect(batches.frames).toBe(2);
  });
});

test('AdaptiveBatches keeps the smaller batch size for later runs', async () => {
  const { ranges, work } = device(2);
  const batches = new AdaptiveBatches(4);
  await batches.run(4, work);
  ranges.length = 0;
  await batches.run(4, work);
  expect(ranges).toEqual([
    [0, 2],
    [2, 4],
  ]);
});

test('AdaptiveBatches fails with device_out_of_memory if a single frame does not fit', async () => {
  await expect(new AdaptiveBatches(4).run(4, device(0).work)).rejects.toMatchObject({
    code: 'device_out_of_memory',
    message:
      'The device has no memory left for a single frame (the last allocation was 40.0 MiB). Free some memory ' +
      '(nvidia-smi lists the users), use another GPU (CUDA_DEVICE), or compute on the CPU (EXECUTION_PROVIDER=cpu).',
    details: { batchFrames: 1, bytes: 41_943_040 },
  });
});

test('AdaptiveBatches rethrows other errors without another attempt', async () => {
  const { ranges, work } = device(0, 'the device was lost');
  await expect(new AdaptiveBatches(4).run(4, work)).rejects.toThrow('the device was lost');
  expect(ranges).toHaveLength(1);
});
