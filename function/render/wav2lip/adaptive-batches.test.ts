import { describe, expect, test } from 'vitest';
import { AdaptiveBatches } from './adaptive-batches.js';

/** What onnxruntime's arena and CUDA say where no memory is left. */
const complaints = [
  'Non-zero status code returned while running Conv node. Name:"Conv_5" Status Message: BFCArena::AllocateRawInternal Failed to allocate memory for requested buffer of size 41943040',
  'CUDA failure 2: out of memory ; GPU=0 ; expr=cudaMalloc((void**)&p, size)',
  'vkAllocateMemory failed with VK_ERROR_OUT_OF_DEVICE_MEMORY',
];

/** A device that has memory for `most` frames at once; notes what it was asked for. */
function device(most: number, complaint = complaints[0]) {
  const asked: [number, number][] = [];
  return {
    asked,
    work: (from: number, to: number) => {
      asked.push([from, to]);
      return to - from > most ? Promise.reject(new Error(complaint)) : Promise.resolve();
    },
  };
}

test('all is done, batch by batch', async () => {
  const { asked, work } = device(8);
  const batches = new AdaptiveBatches(8);
  await batches.run(20, work);
  expect(asked).toEqual([
    [0, 8],
    [8, 16],
    [16, 20],
  ]);
  expect(batches.frames).toBe(8);
});

describe.each(complaints)('where the device says "%s"', (complaint) => {
  test('the batch is halved until it fits, and nothing is left out or done twice', async () => {
    const { asked, work } = device(3, complaint);
    const batches = new AdaptiveBatches(8);
    await batches.run(7, work);
    expect(asked).toEqual([
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

test('what was halved stays so', async () => {
  const { asked, work } = device(2);
  const batches = new AdaptiveBatches(4);
  await batches.run(4, work);
  asked.length = 0;
  await batches.run(4, work);
  expect(asked).toEqual([
    [0, 2],
    [2, 4],
  ]);
});

test('where a single frame is too much, the error has the figures', async () => {
  await expect(new AdaptiveBatches(4).run(4, device(0).work)).rejects.toMatchObject({
    code: 'device_out_of_memory',
    message:
      'The device has no memory left for a single frame, 40.0 MiB being asked for last; free some of it ' +
      '(nvidia-smi shows who has it), take another card (CUDA_DEVICE), or compute on the CPU (EXECUTION_PROVIDER=cpu)',
    details: { batchFrames: 1, bytes: 41_943_040 },
  });
});

test('other errors are thrown at once', async () => {
  const { asked, work } = device(0, 'the device was lost');
  await expect(new AdaptiveBatches(4).run(4, work)).rejects.toThrow('the device was lost');
  expect(asked).toHaveLength(1);
});
