import { setTimeout as sleep } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { createLogger } from '../config/logger.js';
import { errorTable } from '../errors/table.js';
import { endProcess } from './end-process.js';
import type { WatchdogData, WatchdogMessage } from './watchdog.js';

/*
 * The thread of the watchdog. It counts its own intervals instead of the time that has passed, so that a
 * process which was paused as a whole has not stalled. What it needs to record a stall is loaded then.
 */

const data: unknown = workerData;
if (isWatchdogData(data)) watch(data);

function watch({ settings, owner, producer, beats, intervalMs, maxMissed }: WatchdogData): void {
  const counter = new Int32Array(beats);
  let jobId: string | undefined;
  const tasks = new Map<number, string>();
  parentPort?.on('message', (message: WatchdogMessage) => {
    if ('jobId' in message) jobId = message.jobId;
    else if (message.event === undefined) tasks.delete(message.task);
    else tasks.set(message.task, message.event);
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
    const log = createLogger('function', settings);
    const seconds = settings.STALL_SECONDS;
    log.fatal(
      { event: 'process.stalled', code: 'render_stalled', jobId, seconds },
      `The event loop has been blocked for ${String(seconds)} s (STALL_SECONDS); the process ends`,
    );
    await Promise.race([record(), sleep(settings.STORE_TIMEOUT_SECONDS * 1000)]).catch((error: unknown) => {
      log.error({ event: 'lease.release_failed', err: error, jobId }, 'The stall was not recorded');
    });
    await endProcess(errorTable.render_stalled.exit);
  };

  // Which of them has blocked the event loop is unknown here: a job may stall once without being to blame.
  const record = async () => {
    const { openStore } = await import('../storage/open-store.js');
    const store = await openStore(settings);
    const { recordTaskStall } = await import('./tasks/stalled-task.js');
    const { recordStall } = await import('./jobs/stalled-render.js');
    await Promise.all([
      jobId === undefined ? undefined : recordStall(store, jobId, owner),
      ...[...tasks.values()].map((event) => recordTaskStall(store, event, producer)),
    ]);
  };
}

function isWatchdogData(value: unknown): value is WatchdogData {
  return typeof value === 'object' && value !== null && 'beats' in value;
}
