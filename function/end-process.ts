import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { WASI } from 'node:wasi';
import { Worker } from 'node:worker_threads';
import { threadOptions } from '../domain/thread-options.js';

/** A WebAssembly module that only has a memory: `(module (memory (export "memory") 1))`. */
const memoryModule = Buffer.from('0061736d010000000503010001070a01066d656d6f72790200', 'hex');
const killAfterMs = 5000;
/** How long a thread takes at most from its last line until it waits. */
const settleMs = 200;

/**
 * Ends the whole process from any thread, also while the main thread is blocked: there, `process.exit`
 * only ends its own thread. WASI's `proc_exit` is the system's `exit`. Where that hangs or is not
 * possible, a signal ends the process, which the first process of a container would ignore.
 */
export async function endProcess(status: number): Promise<void> {
  const kill = `setTimeout(() => process.kill(process.pid, 'SIGKILL'), ${String(killAfterMs)});
    require('node:worker_threads').parentPort.postMessage('waiting');`;
  // A thread that starts or runs code crashes while the system tears the process down: this one has to wait by then.
  await once(new Worker(kill, { ...threadOptions, eval: true }), 'message');
  await sleep(settleMs);
  const wasi = new WASI({ version: 'preview1', returnOnExit: false });
  wasi.initialize(new WebAssembly.Instance(new WebAssembly.Module(memoryModule), {}));
  const exit: unknown = wasi.wasiImport['proc_exit'];
  if (typeof exit === 'function') Reflect.apply(exit, undefined, [status]);
}
