import os from 'node:os';
import { RenderError } from '../errors/render-error.js';

const signals = ['SIGINT', 'SIGTERM'] as const;
/** One interruption may arrive twice: from the terminal or `timeout`, and from a parent such as npm. */
const sameInterruptionMs = 500;

/**
 * Runs `work` with a signal that Ctrl-C, or a request to end, aborts, and waits until it has finished.
 * A second interruption ends the process at once, without cleaning up.
 */
export async function interruptible(work: (signal: AbortSignal) => Promise<void>): Promise<void> {
  const interruption = new AbortController();
  let firstMs = NaN;
  const interrupt = (signal: NodeJS.Signals) => {
    if (!interruption.signal.aborted) {
      firstMs = performance.now();
      interruption.abort(new RenderError('cancelled', 'Interrupted. All temporary files were removed.'));
    } else if (performance.now() - firstMs > sameInterruptionMs) {
      stopListening();
      // Not `process.exit`: it waits for threads, and one of them may be stuck in a system call.
      process.kill(process.pid, signal);
      // The first process of a container survives that signal.
      setTimeout(() => process.exit(128 + os.constants.signals[signal]), 200);
    }
  };
  const stopListening = () => {
    for (const signal of signals) process.off(signal, interrupt);
  };
  for (const signal of signals) process.on(signal, interrupt);
  try {
    await work(interruption.signal);
  } finally {
    stopListening();
  }
}
