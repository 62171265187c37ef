import './no-telemetry.js';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { memoizeAsync } from '../../../config/memoize-async.js';
import type { NetworkRun, NetworkValues, RunNetwork } from '../gpu/network-run.js';
import { runtimeOptions } from './session-options.js';

/**
 * Loads a network, runs it on the CPU, and frees it. It blocks the calling thread.
 * @param threads 1 by default: a small network gains little from more
 */
export async function runNetwork({ file, inputs }: NetworkRun, threads = 1): Promise<NetworkValues> {
  const session = await InferenceSession.create(file, runtimeOptions({ threads }));
  try {
    return await runSession(session, { file, inputs });
  } finally {
    await session.release();
  }
}

/**
 * Runs networks on the CPU, and keeps them loaded. It blocks the calling thread. More threads would
 * take twice the CPU time for the small layers of BlazeFace and FaceMesh, and save little.
 */
export function keepNetworks(): RunNetwork {
  const sessions = new Map<string, () => Promise<InferenceSession>>();
  return async (run) => {
    const load =
      sessions.get(run.file) ??
      memoizeAsync(() => InferenceSession.create(run.file, runtimeOptions({ threads: 1 })));
    sessions.set(run.file, load);
    return runSession(await load(), run);
  };
}

async function runSession(session: InferenceSession, { file, inputs }: NetworkRun): Promise<NetworkValues> {
  const feeds = Object.entries(inputs).map(([name, { values, shape }]): [string, Tensor] => [
    name,
    new Tensor('float32', values, shape),
  ]);
  const outputs = await session.run(Object.fromEntries(feeds));
  const values = Object.entries(outputs).map(([name, { data }]) => {
    if (data instanceof Float32Array) return [name, data] as const;
    throw new RangeError(`${file}: output ${name} is not float32`);
  });
  return Object.fromEntries(values);
}
