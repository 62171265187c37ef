import './no-telemetry.js';
import { Worker } from 'node:worker_threads';

/*
 * The thread that onnxruntime runs on. It depends on its own file only, so the main thread can load
 * other modules in parallel.
 */

let ready: Worker | undefined;

/** Starts a worker that {@link acquireWorker} will return. */
export function prestartWorker(): void {
  ready ??= startWorker();
}

/** A worker for one model: the prestarted one, or a new one. */
export function acquireWorker(): Worker {
  const thread = ready ?? startWorker();
  ready = undefined;
  return thread;
}

function startWorker(): Worker {
  const thread = new Worker(new URL('./inference-worker.js', import.meta.url));
  // The worker alone must not keep the process alive.
  thread.unref();
  return thread;
}
