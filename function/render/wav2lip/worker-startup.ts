import './no-telemetry.js';
import { Worker } from 'node:worker_threads';

/*
 * The thread that onnxruntime works on. It needs no more than its file, so whoever has much else to
 * load can have it loaded on another core meanwhile.
 */

let ready: Worker | undefined;

/** Starts a thread that {@link acquireWorker} will give out. */
export function prestartWorker(): void {
  ready ??= startWorker();
}

/** A thread for one model: the one that was prepared, or a new one. */
export function acquireWorker(): Worker {
  const thread = ready ?? startWorker();
  ready = undefined;
  return thread;
}

function startWorker(): Worker {
  const thread = new Worker(new URL('./inference-worker.js', import.meta.url));
  // The thread alone is no reason for a process to stay.
  thread.unref();
  return thread;
}
