import { setTimeout as sleep } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { createLogger } from '../config/logger.js';
import { errorTable } from '../errors/table.js';
import { endProcess } from './end-process.js';
import type { WatchdogData } from './watchdog.js';

/*
 * The thread of the watchdog. It counts its own intervals instead of the time that has passed, so that a
 * process which was paused as a whole has not stalled. What it needs to record a stall is loaded then.
 */

const data: unknown = workerData;
if (isWatchdogData(data)) watch(data);

function watch({ settings, owner, beats, intervalMs, maxMissed }: WatchdogData): void {
  const counter = new Int32Array(beats);
  let jobId: string | undefined;
  parentPort?.on('message', (message: unknown) => {
    jobId = typeof message === 'string' ? message : undefined;
  });
  let last = -1;
  let missed = 0;
  const timer = setInterval(() => {
    const beat = Atomics.load(counter, 0);
    missed = beat === last ? missed + 1 : 0;
    last = beat;
    if (missed < maxMissed) return;
    clearInterval(timer);
    void end();
  }, intervalMs);

  const end = async () => {
    const log = createLogger('function', settings.LOG_LEVEL);
    const seconds = settings.STALL_SECONDS;
    log.fatal(
      { event: 'process.stalled', code: 'render_stalled', jobId, seconds },
      `The event loop has been blocked for ${String(seconds)} s (STALL_SECONDS); the process ends`,
    );
    const recording = jobId === undefined ? Promise.resolve() : record(jobId);
    await Promise.race([recording, sleep(settings.STORE_TIMEOUT_SECONDS * 1000)]).catch((error: unknown) => {
      log.error({ event: 'lease.release_failed', err: error, jobId }, 'The stall was not recorded');
    });
    endProcess(errorTable.render_stalled.exit);
  };

  const record = async (stalledJob: string) => {
    const { openStore } = await import('../storage/open-store.js');
    const { recordStall } = await import('./jobs/stalled-render.js');
    await recordStall(await openStore(settings), stalledJob, owner);
  };
}

function isWatchdogData(value: unknown): value is WatchdogData {
  return typeof value === 'object' && value !== null && 'beats' in value;
}
