import { createRequire } from 'node:module';
import path from 'node:path';
import type { Settings } from '../../../config/settings.js';
import { RenderError } from '../../../errors/render-error.js';
import { cudaUnavailableReason } from './cuda.js';
import { GpuProbe } from './gpu-probe.js';
import { webgpuUnavailableReason } from './webgpu.js';

/** Where the network can run. */
export type ExecutionProvider = 'cuda' | 'webgpu' | 'cpu';

/** A provider that cannot be used, and the reason. */
export interface UnavailableProvider {
  readonly provider: ExecutionProvider;
  readonly reason: string;
}

/** Providers to try, best first, and those that cannot be used. */
export interface ProviderChoice {
  readonly candidates: readonly ExecutionProvider[];
  readonly unavailable: readonly UnavailableProvider[];
}

const byPreference: readonly ExecutionProvider[] = ['cuda', 'webgpu', 'cpu'];

/**
 * Determines which providers this machine can use. It only inspects files, so it costs nothing on a
 * machine without a GPU; onnxruntime decides when it loads the model.
 * @throws RenderError `provider_unavailable` if a provider was requested by name and cannot be used
 */
export async function chooseProvider(
  { EXECUTION_PROVIDER: setting, CUDA_DEVICE: device }: Pick<Settings, 'EXECUTION_PROVIDER' | 'CUDA_DEVICE'>,
  probe = new GpuProbe(),
  binaries = binariesFolder(),
): Promise<ProviderChoice> {
  const candidates: ExecutionProvider[] = [];
  const unavailable: UnavailableProvider[] = [];
  for (const provider of setting === 'auto' ? byPreference : [setting]) {
    const reason = await unavailableReason(provider, probe, binaries, { device, wanted: setting !== 'auto' });
    if (reason === undefined) candidates.push(provider);
    else unavailable.push({ provider, reason });
  }
  const [requested] = unavailable;
  if (setting !== 'auto' && requested) throw providerUnavailable(requested);
  return { candidates, unavailable };
}

/** The error for a provider that was requested by name. */
export function providerUnavailable({ provider, reason }: UnavailableProvider, cause?: unknown): RenderError {
  return new RenderError('provider_unavailable', `EXECUTION_PROVIDER=${provider} is unavailable: ${reason}`, {
    cause,
    details: { provider },
  });
}

async function unavailableReason(
  provider: ExecutionProvider,
  probe: GpuProbe,
  binaries: string,
  { device, wanted }: { device: number; wanted: boolean },
): Promise<string | undefined> {
  if (provider === 'cuda') return cudaUnavailableReason(probe, binaries, device);
  return provider === 'webgpu' ? webgpuUnavailableReason(probe, wanted) : undefined;
}

/** The package's folder with onnxruntime and its providers. */
function binariesFolder(): string {
  const entry = createRequire(import.meta.url).resolve('onnxruntime-node');
  return path.join(path.dirname(entry), '..', 'bin', 'napi-v6', process.platform, process.arch);
}
