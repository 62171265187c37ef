import type { GpuProbe } from './gpu-probe.js';

const loaderLibrary = 'libvulkan.so.1';

/**
 * Looks whether onnxruntime's WebGPU could reach a graphics card; on Linux it goes through Vulkan.
 * @param wanted whether it was asked for by name: then a Vulkan that computes on the processor will do,
 *   which is far slower than onnxruntime itself is there
 * @returns what is missing and what to do; undefined where nothing is
 */
export async function webgpuUnavailableReason(
  machine: GpuProbe,
  wanted: boolean,
): Promise<string | undefined> {
  if (process.platform !== 'linux') return undefined;
  if (!(await machine.hasLibrary(loaderLibrary))) {
    return `WebGPU needs the Vulkan loader, and ${loaderLibrary} was not found; install it (apt-get install libvulkan1) and the card's driver`;
  }
  if (wanted || (await machine.hasGraphicsDevice())) return undefined;
  return 'there is no graphics card for WebGPU (neither /dev/dri/renderD…, /dev/nvidiactl nor /dev/dxg)';
}
