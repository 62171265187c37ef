import { stat } from 'node:fs/promises';
import path from 'node:path';
import { neededLibraries } from './elf-needed.js';
import type { GpuProbe } from './gpu-probe.js';

const providerLibrary = 'libonnxruntime_providers_cuda.so';
const driverLibrary = 'libcuda.so.1';
/** A library that the provider opens itself on first use; NVIDIA, cuDNN support matrix. */
const openedLater = ['libcudnn.so.9'];

/** The oldest driver that runs programs of a CUDA version; NVIDIA, CUDA compatibility, table 2. */
const minDriver: Readonly<Record<string, number>> = { '11': 450, '12': 525, '13': 580 };

/**
 * Checks whether onnxruntime can compute on an NVIDIA GPU.
 * @param binaries the folder of onnxruntime's libraries
 * @returns what is missing and how to fix it; undefined if nothing is
 */
export async function cudaUnavailableReason(
  probe: GpuProbe,
  binaries: string,
  device: number,
): Promise<string | undefined> {
  const provider = path.join(binaries, providerLibrary);
  if (!(await stat(provider).catch(() => undefined))) {
    return (
      `onnxruntime's CUDA provider (${providerLibrary}) is not installed. ` +
      'Install it with npm run install:cuda, or use the container image'
    );
  }
  if (!(await probe.hasLibrary(driverLibrary))) {
    return `no NVIDIA driver was found (${driverLibrary}). Install it, and start containers with --gpus all`;
  }
  const needed = await neededLibraries(provider);
  const runtime = /\d+$/.exec(needed.find((name) => name.startsWith('libcudart.so.')) ?? '')?.[0];
  const driver = await probe.driverVersion();
  const minimum = minDriver[runtime ?? ''];
  if (driver !== undefined && minimum !== undefined && Number.parseInt(driver, 10) < minimum) {
    return `the NVIDIA driver ${driver} is too old for CUDA ${String(runtime)}, which onnxruntime was built for. Install ${String(minimum)} or later`;
  }
  const missing: string[] = [];
  for (const name of [...needed.filter(isCuda), ...openedLater]) {
    if (!(await probe.hasLibrary(name))) missing.push(name);
  }
  if (missing.length > 0) {
    return (
      `libraries of CUDA ${runtime ?? ''} are missing: ${missing.join(', ')}` +
      `${driver === undefined ? '' : ` (the driver is ${driver})`}. Install the CUDA ${runtime ?? ''} and cuDNN 9 runtime, or add their folder to LD_LIBRARY_PATH`
    );
  }
  const gpus = await probe.gpuCount();
  if (gpus === 0) return 'there is no NVIDIA GPU, or CUDA_VISIBLE_DEVICES hides it';
  if (gpus !== undefined && device >= gpus) {
    return `GPU ${String(device)} does not exist (CUDA_DEVICE). There ${gpus === 1 ? 'is one GPU, number 0' : `are ${String(gpus)} GPUs, numbered from 0`}`;
  }
  return undefined;
}

function isCuda(name: string): boolean {
  return /^lib(?:cu|nv)[a-z][a-zA-Z]*\.so/.test(name) && name !== driverLibrary;
}
