import { prestartWorker } from './render/wav2lip/worker-startup.js';

/*
 * The function, as faas-js-runtime loads it. onnxruntime's thread starts before anything else is
 * read, so that both load side by side: cold starts are waited for.
 */

prestartWorker();

export const { handle, init, liveness, readiness, shutdown } = await import('./handler.js');
