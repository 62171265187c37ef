import { parentPort } from 'node:worker_threads';
import { RenderError } from '../../../errors/render-error.js';
import type { ExaminedFace } from '../face/examined-faces.js';
import { keepNetworks, runNetwork } from './run-network.js';
import type { DrawnMouths } from '../portrait/drawn-mouths.js';
import { Wav2LipSession } from './session.js';
import type { StopRequest, WorkerFailure, WorkerReply, WorkerRequest } from './worker-messages.js';

/*
 * The thread that onnxruntime runs on. Its calls block their thread, and the main thread has pipes
 * to feed, probes to answer, and cancellations to notice.
 */

let session: Wav2LipSession | undefined;

/** Networks of the faces, which stay loaded. */
const faceNetworks = keepNetworks();
/** Requests that can be stopped. */
const running = new Map<number, AbortController>();

parentPort?.on('message', (request: WorkerRequest | StopRequest) => {
  if (request.task === 'stop') {
    running.get(request.id)?.abort();
    return;
  }
  answer(request).then(reply, (error: unknown) => reply({ id: request.id, failed: toFailure(error) }));
});

async function answer(request: WorkerRequest): Promise<WorkerReply> {
  const { id } = request;
  if (request.task === 'load') {
    session = await Wav2LipSession.load(request.folder, request.options);
    return { id, done: 'loaded', batchFrames: session.batchFrames };
  }
  if (request.task === 'runNetwork') {
    return { id, done: 'networkRun', outputs: await runNetwork(request, request.threads) };
  }
  if (request.task === 'examineFaces') {
    return { id, done: 'facesExamined', faces: await examineFaces(request) };
  }
  if (!session) throw new RangeError('no model was loaded');
  if (request.task === 'setPortrait') {
    await session.setPortrait(request.portrait);
    return { id, done: 'portraitSet' };
  }
  const mouths = await session.drawMouths(request.mel);
  return { id, done: 'mouthsDrawn', mouths, batchFrames: session.batchFrames };
}

async function examineFaces({
  id,
  square,
}: Extract<WorkerRequest, { task: 'examineFaces' }>): Promise<readonly ExaminedFace[]> {
  const controller = new AbortController();
  running.set(id, controller);
  try {
    // Imported here, because a worker with a model does not need it.
    const { examineSquare } = await import('../face/detection/examine-square.js');
    return await examineSquare(square, faceNetworks, controller.signal);
  } finally {
    running.delete(id);
  }
}

function reply(message: WorkerReply): void {
  parentPort?.postMessage(message, 'mouths' in message ? buffersOf(message.mouths) : []);
}

/** The memory of mouths, which moves to the main thread instead of being copied. */
function buffersOf({ drawn, detail }: DrawnMouths): ArrayBuffer[] {
  return [drawn, detail?.motion, detail?.hidden].flatMap((view) =>
    view?.buffer instanceof ArrayBuffer ? [view.buffer] : [],
  );
}

function toFailure(error: unknown): WorkerFailure {
  if (error instanceof RenderError) {
    const { code, message, details, cause } = error;
    return { code, message, details, cause };
  }
  const message = error instanceof Error ? error.message : String(error);
  return { code: 'inference_failed', message: `onnxruntime failed: ${message}`, details: {}, cause: error };
}
