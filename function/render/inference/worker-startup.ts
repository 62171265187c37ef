import './no-telemetry.js';
import { Worker } from 'node:worker_threads';
import { threadOptions } from '../../../domain/thread-options.js';

/*
 * The thread that onnxruntime runs on. It imports next to nothing, so the main thread can load
 * other modules in parallel.
 */

let prestarted: Worker | undefined;

/** Starts a worker that {@link acquireWorker} will return. */
export function prestartWorker(): void {
  prestarted ??= startWorker();
}

/** A worker for one model: the prestarted one, or a new one. */
export function acquireWorker(): Worker {
  const worker = prestarted ?? startWorker();
  prestarted = undefined;
  return worker;
}

function startWorker(): Worker {
  const worker = new Worker(new URL('./inference-worker.js', import.meta.url), threadOptions);
  // The worker alone must not keep the process alive.
  worker.unref();
  return worker;
}
