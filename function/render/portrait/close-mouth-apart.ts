import { Worker } from 'node:worker_threads';
import { threadLoaded, whenLoaded } from '../../../domain/thread-loading.js';
import { threadOptions } from '../../../domain/thread-options.js';
import { RenderError } from '../../../errors/render-error.js';
import type { PictureWithFace } from './framing/map-face.js';

/**
 * Closes an open mouth on a thread of its own, which ends afterwards: most mouths are closed, and in a
 * large picture it takes longer than the main thread may pause.
 * @throws RenderError `internal` if the thread dies; the reason of the abort
 */
export async function closeMouthApart(
  opened: PictureWithFace,
  signal?: AbortSignal,
): Promise<PictureWithFace> {
  if (!opened.face.openMouth) return opened;
  signal?.throwIfAborted();
  const worker = new Worker(new URL('./close-mouth-worker.js', import.meta.url), threadOptions);
  const loaded = whenLoaded(worker);
  const stop = () => void loaded.then(() => worker.terminate());
  signal?.addEventListener('abort', stop, { once: true });
  try {
    return await answerOf(worker, opened);
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  } finally {
    signal?.removeEventListener('abort', stop);
    await loaded;
    await worker.terminate();
  }
}

function answerOf(worker: Worker, opened: PictureWithFace): Promise<PictureWithFace> {
  return new Promise((resolve, reject) => {
    const end = (cause: unknown) =>
      reject(new RenderError('internal', 'The thread that closes mouths has ended.', { cause }));
    worker.on('error', end);
    worker.on('exit', (code) => end(new Error(`it exited with code ${String(code)}`)));
    worker.on('message', (message: PictureWithFace | typeof threadLoaded) => {
      if (message === threadLoaded) return;
      const { picture, face } = message;
      // A buffer arrives as plain bytes.
      const rgb = Buffer.from(picture.rgb.buffer, picture.rgb.byteOffset, picture.rgb.byteLength);
      resolve({ picture: { ...picture, rgb }, face });
    });
    worker.postMessage(opened);
  });
}
