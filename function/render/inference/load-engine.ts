import type { Settings } from '../../../config/settings.js';
import { toRenderError, type RenderError } from '../../../errors/render-error.js';
import { Wav2LipEngine } from './engine.js';
import type { Precision } from '../model/onnx/graph-builder.js';
import {
  providerUnavailable,
  type ExecutionProvider,
  type ProviderChoice,
  type UnavailableProvider,
} from '../gpu/choose-provider.js';
import type { SessionOptions } from './session-options.js';

type EngineSettings = Pick<
  Settings,
  'DETAIL' | 'EXECUTION_PROVIDER' | 'CUDA_DEVICE' | 'PRECISION' | 'THREADS' | 'BATCH_FRAMES' | 'CACHE_DIR'
>;

/** Enough work for a GPU, and few enough that the first frame is ready early. */
const gpuBatchFrames = 32;

/**
 * Loads a model on the best device: the first of the chosen providers that accepts it.
 * @param load creates the engine
 * @returns the engine, and all providers that could not be used, with the reasons
 * @throws RenderError `provider_unavailable` if the requested provider does not accept the model;
 *   the last error otherwise
 */
export async function loadEngine(
  folder: string,
  settings: EngineSettings,
  { candidates, unavailable }: ProviderChoice,
  load: (folder: string, options: SessionOptions) => Promise<Wav2LipEngine> = (...parameters) =>
    Wav2LipEngine.load(...parameters),
): Promise<{ engine: Wav2LipEngine; unavailable: readonly UnavailableProvider[] }> {
  const unusable = [...unavailable];
  let failure: RenderError | undefined;
  for (const provider of candidates) {
    for (const precision of precisions(provider, settings.PRECISION)) {
      try {
        return {
          engine: await load(folder, sessionOptions(settings, provider, precision)),
          unavailable: unusable,
        };
      } catch (error) {
        failure = toRenderError(error);
        unusable.push({ provider, reason: `${failure.message} (${precision})` });
      }
    }
  }
  const { EXECUTION_PROVIDER: requested } = settings;
  // On the CPU the model is at fault; on a GPU, the GPU or its driver.
  if (failure?.code === 'inference_failed' && requested !== 'auto' && requested !== 'cpu') {
    const reasons = unusable.map(({ reason }) => reason).join('; ');
    throw providerUnavailable({ provider: requested, reason: reasons }, failure);
  }
  throw failure ?? new RangeError('there is no provider to choose from');
}

/**
 * cuBLAS and cuDNN accumulate half-precision products in float32 (not measured here). WebGPU
 * accumulates in half precision, which is not accurate enough for a full-size network; docs/gpu.md has
 * the figures.
 */
function precisions(provider: ExecutionProvider, requested: Settings['PRECISION']): readonly Precision[] {
  if (requested !== 'auto') return [requested];
  return provider === 'cuda' ? ['float16', 'float32'] : ['float32'];
}

function sessionOptions(
  settings: EngineSettings,
  provider: ExecutionProvider,
  precision: Precision,
): SessionOptions {
  const batchFrames = settings.BATCH_FRAMES ?? (provider === 'cpu' ? undefined : gpuBatchFrames);
  return {
    provider,
    precision,
    detail: settings.DETAIL === 'on',
    device: settings.CUDA_DEVICE,
    threads: settings.THREADS,
    cacheFolder: settings.CACHE_DIR,
    ...(batchFrames === undefined ? {} : { batchFrames }),
  };
}
