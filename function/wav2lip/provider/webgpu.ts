import type { Machine } from './machine.js';

const loaderLibrary = 'libvulkan.so.1';

/**
 * Looks whether onnxruntime's WebGPU could reach a graphics card; on Linux it goes through Vulkan.
 * @returns what is missing and what to do; undefined where nothing is
 */
export async function webgpuTrouble(machine: Machine): Promise<string | undefined> {
  if (process.platform !== 'linux' || (await machine.hasLibrary(loaderLibrary))) return undefined;
  return `WebGPU needs the Vulkan loader, and ${loaderLibrary} was not found; install it (apt-get install libvulkan1) and the card's driver`;
}
