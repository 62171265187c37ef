import { Worker } from 'node:worker_threads';
import { RenderError } from '../errors/render-error.js';
import { threadLoaded, whenLoaded } from './thread-loading.js';
import { threadOptions } from './thread-options.js';

/** Which thread calculates. */
interface Thread {
  /** Its module: it posts {@link threadLoaded}, takes one message, and posts one answer. */
  readonly module: URL;
  /** What it does, for errors: "The thread that … has ended." */
  readonly task: string;
}

/**
 * Calculates on a thread of its own, which ends afterwards, what would take longer than the main thread
 * may pause. Request and answer are copied; a buffer arrives as plain bytes.
 * @throws RenderError `internal` if the thread ends without an answer; the reason of the abort
 */
export async function answerOfThread<Answer>(
  { module, task }: Thread,
  request: object,
  signal?: AbortSignal,
): Promise<Answer> {
  signal?.throwIfAborted();
  const worker = new Worker(module, threadOptions);
  const loaded = whenLoaded(worker);
  const stop = () => void loaded.then(() => worker.terminate());
  signal?.addEventListener('abort', stop, { once: true });
  try {
    return await new Promise<Answer>((resolve, reject) => {
      const end = (cause: unknown) =>
        reject(new RenderError('internal', `The thread that ${task} has ended.`, { cause }));
      worker.on('error', end);
      worker.on('exit', (code) => end(new Error(`it exited with code ${String(code)}`)));
      worker.on('message', (message: Answer | typeof threadLoaded) => {
        if (message !== threadLoaded) resolve(message);
      });
      worker.postMessage(request);
    });
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  } finally {
    signal?.removeEventListener('abort', stop);
    await loaded;
    await worker.terminate();
  }
}
