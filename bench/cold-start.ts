import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import { mkdtemp, readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { HTTP } from 'cloudevents';
import { execa } from 'execa';
import { packageRoot } from '../config/package-root.js';
import { renderRequested, sources } from '../events/contract/events.js';
import { freePort } from '../events/local/free-port.js';
import { median } from './network-speed.js';

/** Medians over several starts of the function, and the CPU time that a start takes. */
export interface ColdStart {
  /** From the start of the process until it is ready. */
  readonly readySeconds: number;
  /** CPU time of all its threads until then: what is left of the figure above on an idle machine. */
  readonly readyCpuSeconds: number;
  /** From the first event, sent at once, to the first frame; the portrait is known from before. */
  readonly firstFrameSeconds: number;
}

const pollMs = 5;

/**
 * Starts the function as Knative does, several times, and sends it one render each. The first start
 * fills the caches and does not count.
 * @param graphs an imported model
 * @param voice a file that speaks from its first sample on
 */
export async function coldStart(
  graphs: string,
  voice: string,
  scratch: string,
  { rounds, threads }: { rounds: number; threads: number },
): Promise<ColdStart> {
  const voices = createServer((_, response) => createReadStream(voice).pipe(response)).listen(0, '127.0.0.1');
  await once(voices, 'listening');
  const folder = await mkdtemp(path.join(scratch, 'cold-'));
  const environment = {
    WAV2LIP_CHECKPOINT: graphs,
    STORE: `file://${folder}/store`,
    CACHE_DIR: path.join(folder, 'cache'),
    THREADS: String(threads),
    VOICE_ALLOW_PRIVATE: 'loopback',
    METRICS_PORT: '0',
    LOG_LEVEL: 'debug',
  };
  const starts: ColdStart[] = [];
  try {
    for (let round = -1; round < rounds; round++) {
      const start = await oneStart(environment, urlOf(voices), round + 1);
      if (round >= 0) starts.push(start);
    }
  } finally {
    voices.close();
  }
  const of = (pick: (start: ColdStart) => number) => median(starts.map(pick));
  return {
    readySeconds: of((start) => start.readySeconds),
    readyCpuSeconds: of((start) => start.readyCpuSeconds),
    firstFrameSeconds: of((start) => start.firstFrameSeconds),
  };
}

async function oneStart(
  environment: Record<string, string>,
  voiceUrl: string,
  number: number,
): Promise<ColdStart> {
  const port = await freePort();
  const runtime = path.join(packageRoot, 'node_modules', 'faas-js-runtime', 'bin', 'cli.js');
  const entry = path.join(packageRoot, 'build', 'function', 'index.js');
  const startMs = performance.now();
  const child = execa(process.execPath, [runtime, entry], {
    env: { ...environment, FUNC_PORT: String(port) },
    stdout: 'pipe',
    buffer: false,
    reject: false,
  });
  try {
    while (!(await isReady(port))) {
      if (child.exitCode !== null) throw new Error('the function ended');
      await sleep(pollMs);
    }
    const readyMs = performance.now();
    const readyCpuSeconds = await cpuSeconds(child.pid ?? 0);
    const seen = (async () => {
      let text = '';
      for await (const chunk of child.stdout) {
        text += String(chunk);
        if (text.includes('first frame')) return performance.now();
      }
      throw new Error(`the render ended without a frame: ${text}`);
    })();
    const event = renderRequested(
      { jobId: `cold-${String(number)}`, avatarId: 'alice', voiceUrl },
      { source: sources.adapter },
    );
    const { headers, body } = HTTP.binary(event);
    const eventMs = performance.now();
    const answered = fetch(`http://127.0.0.1:${String(port)}/`, {
      method: 'POST',
      headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)])),
      body: String(body),
    });
    const firstFrameMs = await seen;
    await (await answered).text();
    return {
      readySeconds: (readyMs - startMs) / 1000,
      readyCpuSeconds,
      firstFrameSeconds: (firstFrameMs - eventMs) / 1000,
    };
  } finally {
    child.kill();
    await child;
  }
}

async function isReady(port: number): Promise<boolean> {
  return fetch(`http://127.0.0.1:${String(port)}/health/readiness`).then(
    ({ ok }) => ok,
    () => false,
  );
}

/** Linux only; elsewhere 0. */
async function cpuSeconds(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${String(pid)}/stat`, 'utf8').catch(() => '');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const ticksPerSecond = 100;
  return (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) / ticksPerSecond;
}

function urlOf(server: Server): string {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new TypeError('a server without a port');
  return `http://127.0.0.1:${String(address.port)}/voice.wav`;
}
