import os from 'node:os';
import PQueue from 'p-queue';
import type { Logger } from '../config/logger.js';
import type { Settings } from '../config/settings.js';
import { systemClock, type Clock } from '../domain/clock.js';
import { sources, type Producer } from '../events/contract/events.js';
import { openSink, type Sink } from '../events/sink/sink.js';
import { fetchModelFolder } from '../storage/catalogue/bucket-models.js';
import type { Catalogue } from '../storage/catalogue/catalogue.js';
import { openCatalogue } from '../storage/catalogue/open-catalogue.js';
import { checkConditions } from '../storage/check-conditions.js';
import { openStore } from '../storage/open-store.js';
import type { Store } from '../storage/store.js';
import { createFunctionMetrics, type FunctionMetrics } from './metrics.js';
import { loadRenderer, type Renderer } from './render/load-renderer.js';
import { checkScratch } from '../storage/files/scratch-dir.js';
import { startWatchdog, type Watchdog } from './watchdog.js';

/** What the process opens once, at start. Functions take the fields that they use. */
export interface FunctionContext {
  readonly store: Store;
  readonly catalogue: Catalogue;
  readonly renderer: Renderer;
  readonly sink: Sink | undefined;
  readonly producer: Producer;
  /** Runs one render at a time: the engine serves one portrait, and a render uses the whole device. */
  readonly queue: PQueue;
  /** Tasks that are being performed; they do not wait for each other. */
  readonly tasks: PQueue;
  readonly metrics: FunctionMetrics;
  readonly log: Logger;
  readonly clock: Clock;
  /** Names this process in leases. */
  readonly owner: string;
  readonly watchdog: Watchdog;
}

/**
 * Opens everything that requests need, and logs what was found.
 * @throws RenderError if something is missing that every request needs
 */
export async function openFunctionContext(settings: Settings, log: Logger): Promise<FunctionContext> {
  const owner = `${os.hostname()}-${String(process.pid)}`;
  await checkScratch();
  const store = await openStore(settings);
  const loading = loadRenderer(settings, () => fetchModelFolder(settings));
  const [renderer] = await Promise.all([loading, checkConditions(store)]);
  logRenderer(renderer, settings, log);
  log.info(
    {
      event: 'ready',
      store: store.url,
      ffmpeg: renderer.ffmpeg,
      encoder: renderer.encoder,
      mark: renderer.mark.kind,
      threads: settings.THREADS,
    },
    'Ready',
  );
  const producer = { source: sources.function, schemasUrl: settings.SCHEMAS_URL };
  return {
    store,
    renderer,
    log,
    clock: systemClock,
    catalogue: await openCatalogue(settings, store),
    sink: openSink(settings),
    producer,
    queue: new PQueue({ concurrency: 1 }),
    tasks: new PQueue(),
    metrics: createFunctionMetrics(),
    owner,
    // Only now: loading takes as long as the machine needs.
    watchdog: startWatchdog(settings, owner, producer),
  };
}

function logRenderer({ model, engine, unavailable }: Renderer, settings: Settings, log: Logger): void {
  const { source, step } = model.manifest;
  log.info(
    { event: 'model.loaded', model: source.file, sha256: source.sha256, step, open: model.open },
    'Model loaded',
  );
  if (model.open) log.info({ event: 'model.open' }, 'No checkpoint found; using the open model (OPEN_MODEL)');
  const { provider, precision, batchFrames } = engine;
  const refused = unavailable.map((other) => `${other.provider}: ${other.reason}`);
  log.info(
    {
      event: 'provider.chosen',
      requested: settings.EXECUTION_PROVIDER,
      provider,
      precision,
      batchFrames,
      refused,
    },
    'Execution provider chosen',
  );
}
