import os from 'node:os';
import type { Logger } from '../config/logger.js';
import type { Settings } from '../config/settings.js';
import { openSink } from '../events/sink/sink.js';
import { openCatalogue } from '../storage/catalogue/open-catalogue.js';
import { openStore } from '../storage/open-store.js';
import type { FunctionContext } from './jobs/handle-request.js';
import { createMetrics } from './metrics.js';
import { loadRenderer } from './render/load-renderer.js';
import { SerialQueue } from './serial-queue.js';

/**
 * Opens everything that requests are fulfilled with, and says in the log what it found.
 * @throws RenderError where something is missing that no request could do without
 */
export async function openFunctionContext(settings: Settings, log: Logger): Promise<FunctionContext> {
  const store = await openStore(settings);
  const renderer = await loadRenderer(settings);
  const { source, step } = renderer.model.manifest;
  log.info({ model: source.file, sha256: source.sha256, step, open: renderer.model.open }, 'model loaded');
  if (renderer.model.open) log.info('no checkpoint was found, so the open model serves (OPEN_MODEL)');
  const { provider, precision, batchFrames } = renderer.engine;
  const refused = renderer.unavailable.map((refusal) => `${refusal.provider}: ${refusal.reason}`);
  log.info(
    { asked: settings.EXECUTION_PROVIDER, provider, precision, batchFrames, refused },
    'provider chosen',
  );
  log.info(
    { store: store.url, ffmpeg: renderer.ffmpeg, encoder: renderer.encoder, threads: settings.THREADS },
    'ready',
  );
  return {
    store,
    renderer,
    log,
    catalogue: await openCatalogue(settings, store),
    sink: openSink(settings),
    queue: new SerialQueue(),
    metrics: createMetrics(),
    owner: `${os.hostname()}-${String(process.pid)}`,
  };
}
