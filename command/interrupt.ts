import { RenderError } from '../errors/render-error.js';

/** Runs `work` with a signal that Ctrl-C, or a request to end, aborts; then waits until it is over. */
export async function interruptible(work: (signal: AbortSignal) => Promise<void>): Promise<void> {
  const interruption = new AbortController();
  const interrupt = () =>
    interruption.abort(new RenderError('cancelled', 'interrupted; nothing was left behind'));
  process.on('SIGINT', interrupt);
  process.on('SIGTERM', interrupt);
  try {
    await work(interruption.signal);
  } finally {
    process.off('SIGINT', interrupt);
    process.off('SIGTERM', interrupt);
  }
}
