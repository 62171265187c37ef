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

parentPort?.on('message', (request: CompositorRequest) => {
  let reply: CompositorReply;
  try {
    reply = answer(request);
  } catch (error) {
    reply = toFailure(error);
  }
  parentPort?.postMessage(reply, 'frame' in reply ? transferred(reply.frame) : []);
  portrait?.keep();
});

parentPort?.postMessage(threadLoaded);

function answer(request: CompositorRequest): CompositorReply {
  if (request.task === 'prepare') {
    portrait = new MovingPortrait(kernel, request.scene, request.cacheFolder);
    const { region, picture, lacksEyes } = portrait;
    return { done: 'prepared', region, planes: picture.planes, lacksEyes };
  }
  if (!portrait) throw new RangeError('no portrait was prepared');
  const frame =
    request.into.length === portrait.frameBytes ? request.into : new Uint8Array(portrait.frameBytes);
  portrait.draw(request.frame, frame);
  return { done: 'drawn', frame };
}

function transferred({ buffer }: Uint8Array): ArrayBuffer[] {
  return buffer instanceof ArrayBuffer ? [buffer] : [];
}

function toFailure(error: unknown): CompositorReply {
  const message = error instanceof Error ? error.message : String(error);
  return { failed: { code: 'internal', message: `The compositor failed: ${message}`, cause: error } };
}
