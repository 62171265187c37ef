import './no-telemetry.js';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import type { NetworkRun, NetworkValues } from '../gpu/network-run.js';

/** Loads a network, runs it on the CPU, and frees it. It blocks the calling thread. */
export async function runNetwork({ file, inputs }: NetworkRun): Promise<NetworkValues> {
  const session = await InferenceSession.create(file);
  try {
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
  } finally {
    await session.release();
  }
}
