import { parentPort } from 'node:worker_threads';
import { RenderError } from '../../../errors/render-error.js';
import { runNetwork } from './run-network.js';
import { Wav2LipSession } from './session.js';
import type { WorkerFailure, WorkerReply, WorkerRequest } from './worker-messages.js';

/*
 * The thread that onnxruntime runs on. Its calls block their thread, and the main thread has pipes
 * to feed, probes to answer, and cancellations to notice.
 */

let session: Wav2LipSession | undefined;

parentPort?.on('message', (request: WorkerRequest) => {
  answer(request).then(reply, (error: unknown) => reply({ id: request.id, failed: toFailure(error) }));
});

async function answer(request: WorkerRequest): Promise<WorkerReply> {
  const { id } = request;
  if (request.task === 'load') {
    session = await Wav2LipSession.load(request.folder, request.options);
    return { id, done: 'loaded', batchFrames: session.batchFrames };
  }
  if (request.task === 'runNetwork') return { id, done: 'networkRun', outputs: await runNetwork(request) };
  if (!session) throw new RangeError('no model was loaded');
  if (request.task === 'setPortrait') {
    await session.setPortrait(request.portrait);
    return { id, done: 'portraitSet' };
  }
  const patches = await session.renderFrames(request.mel, request.mouthStrength);
  return { id, done: 'framesRendered', patches, batchFrames: session.batchFrames };
}

function reply(message: WorkerReply): void {
  const isOwned = 'patches' in message && message.patches.buffer instanceof ArrayBuffer;
  parentPort?.postMessage(message, isOwned ? [message.patches.buffer] : []);
}

function toFailure(error: unknown): WorkerFailure {
  if (error instanceof RenderError) {
    const { code, message, details, cause } = error;
    return { code, message, details, cause };
  }
  const message = error instanceof Error ? error.message : String(error);
  return { code: 'inference_failed', message: `onnxruntime failed: ${message}`, details: {}, cause: error };
}
