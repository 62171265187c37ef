import type { InferenceSession } from 'onnxruntime-node';
import type { Precision } from './graph/graph-builder.js';
import type { ExecutionProvider } from '../gpu/choose-provider.js';

/** How the network is run. */
export interface SessionOptions {
  /** Threads on the CPU. */
  readonly threads: number;
  /** Where it is run; else on the CPU. */
  readonly provider?: ExecutionProvider;
  /** Number of the card that CUDA uses. */
  readonly device?: number;
  /** What it computes with; else float32. */
  readonly precision?: Precision;
  /** Frames at once; fewer where the device's memory ends. */
  readonly batchFrames?: number;
  /** Folder for what can be computed once and for all; without it nothing is kept. */
  readonly cacheFolder?: string;
}

/** What pays on the CPU: more frames at once gain nothing there. */
export const defaultBatchFrames = 8;

/** The same for onnxruntime. */
export function runtimeOptions({
  threads,
  provider = 'cpu',
  device = 0,
}: SessionOptions): InferenceSession.SessionOptions {
  return {
    executionProviders: [providerOptions(provider, device)],
    // Where a card was chosen, a graph that would run there in parts only is not loaded.
    extra: provider === 'cpu' ? {} : { session: { disable_cpu_ep_fallback: '1' } },
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
  // In its own layout, NHWC, onnxruntime 1.30 gets convolutions wrong; docs/gpu.md has the figures.
  return provider === 'webgpu' ? { name: 'webgpu', preferredLayout: 'NCHW' } : 'cpu';
}
