import { prestartWorker } from './render/inference/worker-startup.js';

/*
 * The function's entry for faas-js-runtime. The inference worker starts before anything else is
 * imported, so that both threads load in parallel: a cold start has a client waiting.
 */

prestartWorker();

export const { handle, init, liveness, readiness, shutdown } = await import('./handler.js');
