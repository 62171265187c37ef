import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { elfNeeding, fakeGpuProbe, type SimulatedMachine } from '../../../test/fixtures/fake-gpu-probe.js';
import { temporaryFolder } from '../../../test/fixtures/temporary-folder.js';
import { chooseProvider } from './choose-provider.js';
import { neededLibraries } from './elf-needed.js';

/** What onnxruntime's CUDA provider of version 1.30 needs. */
const cudaLibraries = [
  'libcublasLt.so.12',
  'libcublas.so.12',
  'libcurand.so.10',
  'libcufft.so.11',
  'libcudart.so.12',
];
const everything: SimulatedMachine = {
  libraries: [...cudaLibraries, 'libcudnn.so.9', 'libcuda.so.1', 'libvulkan.so.1'],
  driver: '580.95.05',
  gpus: 2,
};

function without(...names: string[]): SimulatedMachine {
  return { ...everything, libraries: everything.libraries?.filter((name) => !names.includes(name)) ?? [] };
}

/** A folder of onnxruntime's libraries. */
async function binaries({ cuda }: { cuda: boolean }): Promise<string> {
  const folder = await temporaryFolder();
  if (cuda) {
    const needs = [...cudaLibraries, 'libcuda.so.1', 'libstdc++.so.6'];
    await writeFile(path.join(folder, 'libonnxruntime_providers_cuda.so'), elfNeeding(needs));
  }
  return folder;
}

async function choose(
  setting: 'auto' | 'cuda' | 'webgpu' | 'cpu',
  parts: SimulatedMachine,
  { device = 0, cuda = true } = {},
) {
  return chooseProvider(
    { EXECUTION_PROVIDER: setting, CUDA_DEVICE: device },
    await fakeGpuProbe(parts),
    await binaries({ cuda }),
  );
}

describe('chooseProvider rejects a requested provider that is unavailable', () => {
  test.each([
    [
      'without the CUDA provider',
      'cuda',
      everything,
      { cuda: false },
      "EXECUTION_PROVIDER=cuda is unavailable: onnxruntime's CUDA provider (libonnxruntime_providers_cuda.so) " +
        'is not installed. Install it with npm run install:cuda, or use the container image',
    ],
    [
      'without a driver',
      'cuda',
      without('libcuda.so.1'),
      {},
      'EXECUTION_PROVIDER=cuda is unavailable: no NVIDIA driver was found (libcuda.so.1). Install it, and start containers with --gpus all',
    ],
    [
      'with a driver that is too old',
      'cuda',
      { ...everything, driver: '470.256.02' },
      {},
      'EXECUTION_PROVIDER=cuda is unavailable: the NVIDIA driver 470.256.02 is too old for CUDA 12, which onnxruntime was built for. Install 525 or later',
    ],
    [
      'without libraries of CUDA',
      'cuda',
      without('libcublas.so.12', 'libcudnn.so.9'),
      {},
      'EXECUTION_PROVIDER=cuda is unavailable: libraries of CUDA 12 are missing: libcublas.so.12, libcudnn.so.9 ' +
        '(the driver is 580.95.05). Install the CUDA 12 and cuDNN 9 runtime, or add their folder to LD_LIBRARY_PATH',
    ],
    [
      'with a device number beyond the GPUs',
      'cuda',
      everything,
      { device: 2 },
      'EXECUTION_PROVIDER=cuda is unavailable: GPU 2 does not exist (CUDA_DEVICE). There are 2 GPUs, numbered from 0',
    ],
    [
      'with a device number beyond the only GPU',
      'cuda',
      { ...everything, gpus: 1 },
      { device: 1 },
      'EXECUTION_PROVIDER=cuda is unavailable: GPU 1 does not exist (CUDA_DEVICE). There is one GPU, number 0',
    ],
    [
      'with hidden GPUs',
      'cuda',
      { ...everything, visible: '' },
      {},
      'EXECUTION_PROVIDER=cuda is unavailable: there is no NVIDIA GPU, or CUDA_VISIBLE_DEVICES hides it',
    ],
    [
      'without the Vulkan loader',
      'webgpu',
      without('libvulkan.so.1'),
      {},
      'EXECUTION_PROVIDER=webgpu is unavailable: WebGPU needs the Vulkan loader (libvulkan.so.1), which was not found. ' +
        "Install it (apt-get install libvulkan1) and the GPU's driver",
    ],
  ] as const)('%s, and gives the reason', async (_, setting, parts, how, message) => {
    await expect(choose(setting, parts, how)).rejects.toMatchObject({
      code: 'provider_unavailable',
      message,
      details: { provider: setting },
    });
  });
});

describe('chooseProvider with auto', () => {
  test('lists all available providers, best first', async () => {
    const { candidates, unavailable } = await choose('auto', everything);
    expect(candidates).toEqual(['cuda', 'webgpu', 'cpu']);
    expect(unavailable).toEqual([]);
  });

  test('gives the reason for an unavailable provider, and continues', async () => {
    const { candidates, unavailable } = await choose('auto', without('libcuda.so.1'));
    expect(candidates).toEqual(['webgpu', 'cpu']);
    expect(unavailable).toEqual([
      {
        provider: 'cuda',
        reason: 'no NVIDIA driver was found (libcuda.so.1). Install it, and start containers with --gpus all',
      },
    ]);
  });

  test('chooses WebGPU for GPUs of other vendors', async () => {
    const { candidates } = await choose('auto', { libraries: ['libvulkan.so.1'], otherGpu: true });
    expect(candidates).toEqual(['webgpu', 'cpu']);
  });

  test('uses Vulkan on the CPU only if WebGPU is requested by name', async () => {
    const { candidates, unavailable } = await choose('auto', { libraries: ['libvulkan.so.1'] });
    expect(candidates).toEqual(['cpu']);
    expect(unavailable[1]).toEqual({
      provider: 'webgpu',
      reason: 'there is no GPU for WebGPU (no /dev/dri/renderD…, /dev/nvidiactl, or /dev/dxg)',
    });
    expect(await choose('webgpu', { libraries: ['libvulkan.so.1'] })).toMatchObject({
      candidates: ['webgpu'],
    });
  });

  test('falls back to the CPU on a machine without a GPU', async () => {
    const { candidates, unavailable } = await choose('auto', {}, { cuda: false });
    expect(candidates).toEqual(['cpu']);
    expect(unavailable.map(({ provider }) => provider)).toEqual(['cuda', 'webgpu']);
  });
});

test.each(['cuda', 'webgpu', 'cpu'] as const)(
  'chooseProvider returns only %s if it is requested by name',
  async (provider) => {
    expect(await choose(provider, everything)).toEqual({ candidates: [provider], unavailable: [] });
  },
);

test('chooseProvider counts only the GPUs that CUDA_VISIBLE_DEVICES leaves visible', async () => {
  const { candidates } = await choose('cuda', { ...everything, visible: '1' });
  expect(candidates).toEqual(['cuda']);
  await expect(choose('cuda', { ...everything, visible: '1' }, { device: 1 })).rejects.toMatchObject({
    code: 'provider_unavailable',
  });
});

describe('neededLibraries', () => {
  test('reads the names from the string table that the file points to', async () => {
    const file = path.join(await temporaryFolder(), 'lib.so');
    await writeFile(file, elfNeeding(['liba.so.1', 'libbc.so'], 0x400000));
    expect(await neededLibraries(file)).toEqual(['liba.so.1', 'libbc.so']);
  });

  test.runIf(process.platform === 'linux')('lists the C library for node itself', async () => {
    expect(await neededLibraries(process.execPath)).toContain('libc.so.6');
  });

  test('rejects other files', async () => {
    const file = path.join(await temporaryFolder(), 'lib.so');
    await writeFile(
      file,
      'MZ starts a file of another format, and this one is longer than a header of 64 bytes',
    );
    await expect(neededLibraries(file)).rejects.toThrow('is not a 64-bit little-endian ELF file');
  });
});
