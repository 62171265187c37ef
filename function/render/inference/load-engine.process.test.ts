import { describe, expect, onTestFinished, test } from 'vitest';
import { readSettings } from '../../../config/settings.js';
import { RenderError } from '../../../errors/render-error.js';
import { temporaryFolder } from '../../../test/fixtures/temporary-folder.js';
import { tinyModel } from '../../../test/fixtures/tiny-model.js';
import { Wav2LipEngine } from './engine.js';
import { loadEngine } from './load-engine.js';
import type { SessionOptions } from './session-options.js';

const noGpu = new RenderError('inference_failed', 'onnxruntime failed: No supported adapters');

/** A loader that always uses the tiny network on the CPU, unless `fails` returns an error. */
function loader(fails: (options: SessionOptions) => RenderError | undefined) {
  const tried: string[] = [];
  const load = async (folder: string, options: SessionOptions) => {
    tried.push(
      `${String(options.provider)} ${String(options.precision)} ${String(options.batchFrames ?? 'default')}`,
    );
    const failure = fails(options);
    if (failure) throw failure;
    const engine = await Wav2LipEngine.load(folder, { threads: 1 });
    onTestFinished(() => engine.close());
    return engine;
  };
  return { tried, load };
}

async function settings(given: Record<string, string> = {}) {
  return readSettings({ CACHE_DIR: await temporaryFolder(), THREADS: '1', ...given });
}

describe('loadEngine with EXECUTION_PROVIDER=auto', () => {
  const choice = { candidates: ['cuda', 'webgpu', 'cpu'] as const, unavailable: [] };

  test('uses the first provider that loads the model, CUDA in half precision', async () => {
    const { tried, load } = loader(() => undefined);
    const { unavailable } = await loadEngine(tinyModel().graphs, await settings(), choice, load);
    expect(tried).toEqual(['cuda float16 32']);
    expect(unavailable).toEqual([]);
  });

  test('continues with the next provider after a failure, and returns the reasons', async () => {
    const { tried, load } = loader(({ provider }) => (provider === 'cpu' ? undefined : noGpu));
    const { unavailable } = await loadEngine(tinyModel().graphs, await settings(), choice, load);
    expect(tried).toEqual(['cuda float16 32', 'cuda float32 32', 'webgpu float32 32', 'cpu float32 default']);
    expect(unavailable).toEqual([
      { provider: 'cuda', reason: 'onnxruntime failed: No supported adapters (float16)' },
      { provider: 'cuda', reason: 'onnxruntime failed: No supported adapters (float32)' },
      { provider: 'webgpu', reason: 'onnxruntime failed: No supported adapters (float32)' },
    ]);
  });

  test('fails with the last error if no provider loads the model', async () => {
    const { load } = loader(() => noGpu);
    await expect(loadEngine(tinyModel().graphs, await settings(), choice, load)).rejects.toBe(noGpu);
  });

  test('uses the CPU, in batches of 8, if it is the only candidate', async () => {
    const { engine } = await loadEngine(tinyModel().graphs, await settings(), {
      candidates: ['cpu'],
      unavailable: [],
    });
    onTestFinished(() => engine.close());
    expect(engine).toMatchObject({ provider: 'cpu', precision: 'float32', batchFrames: 8 });
  });
});

describe('loadEngine with a requested provider', () => {
  test('fails with the reasons and tries no other provider', async () => {
    const { tried, load } = loader(() => noGpu);
    const configured = await settings({
      EXECUTION_PROVIDER: 'webgpu',
      PRECISION: 'float16',
      BATCH_FRAMES: '4',
    });
    await expect(
      loadEngine(tinyModel().graphs, configured, { candidates: ['webgpu'], unavailable: [] }, load),
    ).rejects.toMatchObject({
      code: 'provider_unavailable',
      message:
        'EXECUTION_PROVIDER=webgpu is unavailable: onnxruntime failed: No supported adapters (float16)',
    });
    expect(tried).toEqual(['webgpu float16 4']);
  });

  test('fails with device_out_of_memory if one frame does not fit', async () => {
    const full = new RenderError('device_out_of_memory', 'The device has no memory left for a single frame.');
    const { load } = loader(() => full);
    const configured = await settings({ EXECUTION_PROVIDER: 'cuda' });
    await expect(
      loadEngine(tinyModel().graphs, configured, { candidates: ['cuda'], unavailable: [] }, load),
    ).rejects.toBe(full);
  });

  test('fails with provider_unavailable if onnxruntime cannot load CUDA', async () => {
    const configured = await settings({ EXECUTION_PROVIDER: 'cuda', PRECISION: 'float32' });
    await expect(
      loadEngine(tinyModel().graphs, configured, { candidates: ['cuda'], unavailable: [] }),
    ).rejects.toMatchObject({ code: 'provider_unavailable', details: { provider: 'cuda' } });
  });
});
