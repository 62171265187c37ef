import { Worker } from 'node:worker_threads';
import type { CloudEvent } from 'cloudevents';
import type { Settings } from '../config/settings.js';
import { threadOptions } from '../domain/thread-options.js';
import { serializeEvent, type Producer } from '../events/contract/events.js';

/** Ends the process if its event loop stops for too long; counts that against the current job, and fails the tasks. */
export interface Watchdog {
  /** The job that is being rendered; undefined between renders. */
  watch(jobId: string | undefined): void;
  /** A task that is being performed. @returns a function that ends the watch */
  watchTask(event: CloudEvent<unknown>): () => void;
}

/** What the thread of the watchdog learns: the current job, or a task that begins or, without its event, ends. */
export type WatchdogMessage =
  | { readonly jobId: string | undefined }
  | { readonly task: number; readonly event?: string };

/** What the thread of the watchdog is given. */
export interface WatchdogData {
  readonly settings: Settings;
  /** The process as leases name it. */
  readonly owner: string;
  readonly producer: Producer;
  /** An int32 that the event loop increments. */
  readonly beats: SharedArrayBuffer;
  readonly intervalMs: number;
  /** After so many intervals without a beat, the event loop has stalled. */
  readonly maxMissed: number;
}

const maxMissed = 10;

/**
 * Starts the watchdog of this process, on a thread of its own: whatever blocks the event loop, such as an
 * endless loop over a file, also blocks its timers, probes, cancellation, and the deadline of the render.
 * @param settings `STALL_SECONDS`: how long the event loop may be blocked; 0 forever
 */
export function startWatchdog(settings: Settings, owner: string, producer: Producer): Watchdog {
  if (settings.STALL_SECONDS === 0) return { watch: () => undefined, watchTask: () => () => undefined };
  const beats = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT);
  const counter = new Int32Array(beats);
  const intervalMs = (settings.STALL_SECONDS * 1000) / maxMissed;
  // Twice as often as the other side looks, which then sees a new number each time.
  setInterval(() => Atomics.add(counter, 0, 1), intervalMs / 2).unref();
  const data: WatchdogData = { settings, owner, producer, beats, intervalMs, maxMissed };
  const worker = new Worker(new URL('./watchdog-worker.js', import.meta.url), {
    ...threadOptions,
    workerData: data,
    // `node:wasi` is experimental in Node 20, and says so on standard error.
    env: { ...process.env, NODE_NO_WARNINGS: '1' },
  });
  worker.unref();
  const tell = (message: WatchdogMessage) => worker.postMessage(message);
  let tasks = 0;
  return {
    watch: (jobId) => tell({ jobId }),
    watchTask(event) {
      const task = ++tasks;
      tell({ task, event: serializeEvent(event) });
      return () => tell({ task });
    },
  };
}
