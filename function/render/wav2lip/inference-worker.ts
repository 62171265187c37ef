import { parentPort } from 'node:worker_threads';
import { RenderError } from '../../../errors/render-error.js';
import { Wav2LipSession } from './session.js';
import type { WorkerFailure, WorkerReply, WorkerRequest } from './worker-messages.js';

/*
 * The thread that onnxruntime works on: its runs block the thread that they are called on, and the
 * main one has pipes to serve, probes to answer and cancellations to see.
 */

let session: Wav2LipSession | undefined;

parentPort?.on('message', (request: WorkerRequest) => {
  answer(request).then(reply, (error: unknown) => reply({ id: request.id, failed: failureOf(error) }));
});

async function answer(request: WorkerRequest): Promise<WorkerReply> {
  const { id } = request;
  if (request.task === 'load') {
    session = await Wav2LipSession.load(request.folder, request.options);
    return { id, done: 'loaded', batchFrames: session.batchFrames };
  }
  if (!session) throw new RangeError('no model was loaded');
  if (request.task === 'show') {
    await session.setPortrait(request.portrait);
    return { id, done: 'shown' };
  }
  const patches = await session.renderFrames(request.mel, request.blendWeight);
  return { id, done: 'spoken', patches, batchFrames: session.batchFrames };
}

function reply(message: WorkerReply): void {
  const buffers =
    'patches' in message && message.patches.buffer instanceof ArrayBuffer ? [message.patches.buffer] : [];
  parentPort?.postMessage(message, buffers);
}

function failureOf(error: unknown): WorkerFailure {
  if (error instanceof RenderError) {
    const { code, message, details } = error;
    return { code, message, details };
  }
  const message = error instanceof Error ? error.message : String(error);
  return { code: 'inference_failed', message: `onnxruntime failed: ${message}`, details: {} };
}
