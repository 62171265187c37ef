import os from 'node:os';
import PQueue from 'p-queue';
import type { Logger } from '../config/logger.js';
import { packageInfo } from '../config/package-info.js';
import type { Settings } from '../config/settings.js';
import { systemClock, type Clock } from '../domain/clock.js';
import { sources, type Producer } from '../events/contract/events.js';
import { openSink, type Sink } from '../events/sink/sink.js';
import { fetchModelFolder } from '../storage/catalogue/bucket-models.js';
import type { Catalogue } from '../storage/catalogue/catalogue.js';
import { openCatalogue } from '../storage/catalogue/open-catalogue.js';
import { checkStore } from '../storage/check-store.js';
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
  const [renderer] = await Promise.all([loading, checkStore(store, log)]);
  logRenderer(renderer, settings, log);
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

/** Two lines: what renders, and on what. */
function logRenderer(renderer: Renderer, settings: Settings, log: Logger): void {
  const { model, engine, unavailable, ffmpeg, encoder, mark } = renderer;
  const { source, step } = model.manifest;
  const how = model.open ? 'the open model, because no checkpoint was found' : 'a checkpoint';
  log.info(
    { event: 'model.loaded', version: packageInfo.version, sha256: source.sha256.slice(0, 12), step },
    `avatar-service ${packageInfo.version} renders with ${source.file} (${how})`,
  );
  const { provider, precision, batchFrames } = engine;
  const refused = unavailable.map((other) => `${other.provider}: ${other.reason}`);
  const { EXECUTION_PROVIDER: requested, THREADS: threads } = settings;
  log.info(
    {
      event: 'provider.chosen',
      requested,
      provider,
      precision,
      batchFrames,
      threads,
      encoder,
      mark: mark.kind,
      ffmpeg: ffmpeg.path,
      refused,
    },
    `Ready on ${provider} (${precision}), videos by ${encoder}`,
  );
}
