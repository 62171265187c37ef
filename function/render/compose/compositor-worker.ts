import { parentPort } from 'node:worker_threads';
import { threadLoaded } from '../../../domain/thread-loading.js';
import { Kernel } from './kernel/kernel.js';
import type { CompositorReply, CompositorRequest } from './messages.js';
import { MovingPortrait } from './moving-portrait.js';

/*
 * The thread that moves pixels. It draws one frame after the other, in the order in which they are asked
 * for. It has one portrait; another one gets another worker, so that its memory is freed at once.
 */

const kernel = Kernel.load();
let portrait: MovingPortrait | undefined;
/** Memory of frames, shared with the thread that asks for them. */
const slots: Uint8Array[] = [];

parentPort?.on('message', (request: CompositorRequest) => {
  let reply: CompositorReply;
  try {
    reply = answer(request);
  } catch (error) {
    reply = toFailure(error);
  }
  parentPort?.postMessage(reply);
  portrait?.keep();
});

parentPort?.postMessage(threadLoaded);

function answer(request: CompositorRequest): CompositorReply {
  if (request.task === 'prepare') {
    portrait = new MovingPortrait(kernel, request.scene, request.cacheFolder);
    const { region, picture, lacksEyes, frameBytes } = portrait;
    return { done: 'prepared', region, frameBytes, planes: picture.planes, lacksEyes };
  }
  if (!portrait) throw new RangeError('no portrait was prepared');
  const { index, memory } = request.into;
  if (memory) slots[index] = memory;
  const frame = slots[index];
  if (!frame) throw new RangeError(`frame ${String(index)} has no memory`);
  return { done: 'drawn', jaw: portrait.draw(request.frame, frame) };
}

function toFailure(error: unknown): CompositorReply {
  const message = error instanceof Error ? error.message : String(error);
  return { failed: { code: 'internal', message: `The compositor failed: ${message}`, cause: error } };
}
