import type { GpuProbe } from './gpu-probe.js';

const loaderLibrary = 'libvulkan.so.1';

/**
 * Checks whether onnxruntime's WebGPU provider can reach a GPU; on Linux it uses Vulkan.
 * @param wanted whether WebGPU was requested by name: then a Vulkan driver that computes on the CPU
 *   is good enough, although it is far slower than onnxruntime itself
 * @returns what is missing and how to fix it; undefined if nothing is
 */
export async function webgpuUnavailableReason(probe: GpuProbe, wanted: boolean): Promise<string | undefined> {
  if (process.platform !== 'linux') return undefined;
  if (!(await probe.hasLibrary(loaderLibrary))) {
    return `WebGPU needs the Vulkan loader (${loaderLibrary}), which was not found. Install it (apt-get install libvulkan1) and the GPU's driver`;
  }
  if (wanted || (await probe.hasGraphicsDevice())) return undefined;
  return 'there is no GPU for WebGPU (no /dev/dri/renderD…, /dev/nvidiactl, or /dev/dxg)';
}
