import type { InferenceSession } from 'onnxruntime-node';
import type { Precision } from '../model/onnx/graph-builder.js';
import type { ExecutionProvider } from '../gpu/choose-provider.js';

/** How to run the network. */
export interface SessionOptions {
  /** Threads on the CPU. */
  readonly threads: number;
  /** The provider; the CPU by default. */
  readonly provider?: ExecutionProvider;
  /** Index of the GPU that CUDA uses. */
  readonly device?: number;
  /** The number format; float32 by default. */
  readonly precision?: Precision;
  /** Whether the portrait's own pixels are moved, instead of showing the drawn ones. */
  readonly detail?: boolean;
  /** Frames per batch; fewer if the device runs out of memory. */
  readonly batchFrames?: number;
  /** Folder for results that can be reused; without it nothing is cached. */
  readonly cacheFolder?: string;
}

/** The best value for the CPU, where larger batches gain nothing. */
export const defaultBatchFrames = 8;

/**
 * By default, onnxruntime's threads spin while they wait for work: a quarter of the CPU time of a render,
 * taken from the threads that draw and encode frames at the same time. docs/performance.md has the figures.
 */
const idleThreadsSleep = { intra_op: { allow_spinning: '0' } } as const;

/** The same options in onnxruntime's format. On a GPU, a graph that would run there only in part is rejected. */
export function runtimeOptions({
  threads,
  provider = 'cpu',
  device = 0,
}: SessionOptions): InferenceSession.SessionOptions {
  return {
    executionProviders: [providerOptions(provider, device)],
    extra: { session: provider === 'cpu' ? idleThreadsSleep : { disable_cpu_ep_fallback: '1' } },
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    logSeverityLevel: provider === 'cpu' ? 3 : 4,
  };
}

function providerOptions(
  provider: ExecutionProvider,
  deviceId: number,
): InferenceSession.ExecutionProviderConfig {
  if (provider === 'cuda') return { name: 'cuda', deviceId };
  // In its default layout, NHWC, onnxruntime 1.30 computes convolutions incorrectly; docs/gpu.md has
  // the figures.
  return provider === 'webgpu' ? { name: 'webgpu', preferredLayout: 'NCHW' } : 'cpu';
}
