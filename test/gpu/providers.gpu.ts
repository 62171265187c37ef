import os from 'node:os';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { benchModel } from '../../bench/bench-model.js';
import { packageRoot } from '../../config/package-root.js';
import { readSettings } from '../../config/settings.js';
import { findFfmpeg } from '../../function/render/ffmpeg/find.js';
import { toAvatar } from '../../function/render/portrait/avatar.js';
import { emptyMouths, type DrawnMouths } from '../../function/render/portrait/drawn-mouths.js';
import type { Portrait } from '../../function/render/portrait/portrait.js';
import { realExaminer } from '../fixtures/small-networks.js';
import { loadPortrait } from '../../function/render/portrait/load-portrait.js';
import { withScratchDir } from '../../storage/files/scratch-dir.js';
import { readMelColumns, sampleRateHz } from '../../function/render/voice/features/mel.js';
import { frameCount, melWindows } from '../../function/render/voice/features/mel-windows.js';
import { readSamples } from '../../function/render/voice/decode/samples.js';
import { loadVoice } from '../../function/render/voice/voice.js';
import { Wav2LipEngine } from '../../function/render/inference/engine.js';
import type { Precision } from '../../function/render/model/onnx/graph-builder.js';
import { findModel } from '../../function/render/model/model.js';
import { chooseProvider, type ExecutionProvider } from '../../function/render/gpu/choose-provider.js';
import { GpuProbe } from '../../function/render/gpu/gpu-probe.js';
import { openCatalogue } from '../../storage/catalogue/open-catalogue.js';
import { readPortrait } from '../../storage/catalogue/catalogue.js';

/*
 * `npm run test:gpu`: compares every provider of this machine with the CPU, on bundled portraits and
 * the bundled voice. Fails on a machine without a usable GPU.
 */

const settings = readSettings();
const avatarIds = ['alice', 'kenji'];
const comparedFrames = 48;
const batchSizes = [8, 32, 64];
const minutesMs = 20 * 60_000;

const providers: ExecutionProvider[] = [];
const unavailable: string[] = [];
for (const provider of ['cuda', 'webgpu'] as const) {
  await chooseProvider({ EXECUTION_PROVIDER: provider, CUDA_DEVICE: settings.CUDA_DEVICE }).then(
    () => providers.push(provider),
    (error: unknown) => unavailable.push(String(error)),
  );
}

let graphs: string;
let mel: Float32Array;
const portraits: Portrait[] = [];
/** What the CPU renders, by detail. */
const references = new Map<boolean, DrawnMouths[]>();

test('this machine has a usable GPU', async () => {
  const driver = await new GpuProbe().driverVersion();
  report(
    `${os.cpus()[0]?.model ?? 'unknown'}, NVIDIA driver ${driver ?? 'not found'}, Node ${process.version}`,
    ...unavailable,
  );
  expect(providers, unavailable.join('\n')).not.toEqual([]);
});

describe.runIf(providers.length > 0)('execution provider', () => {
  beforeAll(async () => {
    graphs = await findModel(settings).then(
      (model) => model.folder,
      async () => (await benchModel()).graphs,
    );
    report(`model: ${graphs}`);
    const catalogue = await openCatalogue(settings, undefined);
    for (const id of avatarIds)
      portraits.push(await loadPortrait(toAvatar(await readPortrait(catalogue, id)), settings, realExaminer));
    mel = await bundledMel();
    for (const detail of [false, true]) {
      const cpu = await Wav2LipEngine.load(graphs, { threads: settings.THREADS, detail });
      const rendered: DrawnMouths[] = [];
      for (const portrait of portraits) rendered.push(await render(cpu, portrait));
      references.set(detail, rendered);
      await cpu.close();
    }
  }, minutesMs);

  describe.each(providers)('%s', (provider) => {
    // WebGPU also accumulates in half precision, so it does not use that by default.
    const halfDecibels = provider === 'cuda' ? 45 : 38;
    test.each([
      ['float32', 'without detail', 1, 60],
      ['float32', 'with detail', 2, 60],
      ['float16', 'without detail', 255, halfDecibels],
      ['float16', 'with detail', 255, halfDecibels],
    ] as const)(
      'renders in %s, %s, with results close to the CPU',
      async (precision, name, maxDifference, minDecibels) => {
        const detail = name === 'with detail';
        const engine = await load(provider, precision, 8, detail);
        for (const [i, portrait] of portraits.entries()) {
          const reference = references.get(detail)?.[i] ?? emptyMouths(0, false);
          const mouths = await render(engine, portrait);
          const found = difference(mouths.drawn, reference.drawn);
          report(
            `${provider} ${precision} ${name}, ${avatarIds[i] ?? ''}: at most ${String(found.maxDifference)} of 255, ${found.decibels.toFixed(1)} dB`,
          );
          expect(found.maxDifference).toBeLessThanOrEqual(maxDifference);
          const apart = motionDifference(mouths, reference);
          report(`  motion: at most ${apart.toFixed(4)} pixels of the face`);
          expect(apart).toBeLessThanOrEqual(precision === 'float32' ? 0.02 : 2);
          expect(found.decibels).toBeGreaterThanOrEqual(minDecibels);
        }
      },
      minutesMs,
    );

    test.each(batchSizes)(
      'reports its speed in batches of %i frames',
      async (batchFrames) => {
        const variants = [
          { precision: 'float32', detail: false },
          { precision: 'float32', detail: true },
          { precision: 'float16', detail: true },
        ] as const;
        for (const { precision, detail } of variants) {
          const startMs = performance.now();
          const engine = await load(provider, precision, batchFrames, detail);
          const loadedMs = performance.now();
          const [portrait] = portraits;
          if (portrait) await render(engine, portrait);
          const renderedMs = performance.now();
          if (portrait) await render(engine, portrait);
          const perSecond = (1000 * comparedFrames) / (performance.now() - renderedMs);
          report(
            `${provider} ${precision}${detail ? ' with detail' : ''}, batches of ${String(engine.batchFrames)}: ${perSecond.toFixed(0)} frames/s, ` +
              `loaded in ${((loadedMs - startMs) / 1000).toFixed(2)} s`,
          );
          expect(perSecond).toBeGreaterThan(0);
        }
      },
      minutesMs,
    );
  });
});

const engines: Wav2LipEngine[] = [];
afterAll(() => Promise.all(engines.map((engine) => engine.close())));

async function load(
  provider: ExecutionProvider,
  precision: Precision,
  batchFrames: number,
  detail: boolean,
): Promise<Wav2LipEngine> {
  const { THREADS: threads, CUDA_DEVICE: device } = settings;
  const engine = await Wav2LipEngine.load(graphs, {
    threads,
    device,
    provider,
    precision,
    batchFrames,
    detail,
  });
  engines.push(engine);
  return engine;
}

async function render(engine: Wav2LipEngine, portrait: Portrait): Promise<DrawnMouths> {
  await engine.setPortrait(portrait.tensors);
  return engine.drawMouths(mel);
}

/** The first windows of the bundled voice, `[comparedFrames, 80, 16]`. */
async function bundledMel(): Promise<Float32Array> {
  const ffmpeg = await findFfmpeg(settings.FFMPEG_PATH);
  return withScratchDir(async (scratch) => {
    const { signal } = new AbortController();
    const file = `${packageRoot}/voices/hello.flac`;
    const voice = await loadVoice({ file }, scratch, { ffmpeg, settings }, signal);
    const frames = frameCount(voice.sampleCount, sampleRateHz, 25);
    const windows: number[] = [];
    let taken = 0;
    for await (const window of melWindows(readMelColumns(readSamples(voice.samplesFile)), frames, 25)) {
      windows.push(...window);
      if (++taken === comparedFrames) break;
    }
    return Float32Array.from(windows);
  });
}

function difference(a: Uint8Array, b: Uint8Array): { maxDifference: number; decibels: number } {
  let maxDifference = 0;
  let squares = 0;
  for (const [i, value] of a.entries()) {
    const distance = Math.abs(value - (b[i] ?? NaN));
    maxDifference = Math.max(maxDifference, distance);
    squares += distance * distance;
  }
  return {
    maxDifference,
    decibels: squares === 0 ? Infinity : 10 * Math.log10((255 * 255 * a.length) / squares),
  };
}

/** The largest difference of motion, in pixels of the 96×96 face. */
function motionDifference(a: DrawnMouths, b: DrawnMouths): number {
  let most = 0;
  for (const [at, value] of (a.detail?.motion ?? new Float32Array()).entries())
    most = Math.max(most, Math.abs(value - (b.detail?.motion[at] ?? NaN)));
  return most;
}

function report(...lines: readonly string[]): void {
  process.stdout.write(`${lines.join('\n')}\n`);
}
