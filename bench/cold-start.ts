import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import { mkdtemp, readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { HTTP } from 'cloudevents';
import { execa } from 'execa';
import { z } from 'zod';
import type { LogEvent } from '../config/log-events.js';
import { packageRoot } from '../config/package-root.js';
import { renderRequested, sources } from '../events/contract/events.js';
import { freePort } from '../events/local/free-port.js';
import { median } from '../function/render/numeric/median.js';

/** Medians over several starts of the function. */
export interface ColdStart {
  /** From the start of the process until it is ready. */
  readonly readySeconds: number;
  /** CPU time of all its threads until then, which depends less on other load than the time above. */
  readonly readyCpuSeconds: number;
  /** From the first event, sent when the function is ready, to the first frame; the portrait is cached. */
  readonly firstFrameSeconds: number;
}

const pollMs = 5;
const firstFrameEvent: LogEvent = 'frame.first';
const lineSchema = z.object({ event: z.string().optional() }).loose();

/**
 * Starts the function several times, as Knative does, and sends each process one render. The first
 * start fills the caches and is not counted.
 * @param graphs an imported model
 * @param voice an audio file with speech from its first sample on
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
      if (child.exitCode !== null) throw new Error('The function ended before it was ready.');
      await sleep(pollMs);
    }
    const readyMs = performance.now();
    const readyCpuSeconds = await cpuSeconds(child.pid ?? 0);
    const firstFrame = firstFrameTime(child.stdout);
    const event = renderRequested(
      { jobId: `cold-${String(number)}`, avatarId: 'alice', voiceUrl },
      { source: sources.adapter, schemasUrl: 'urn:avatar-service:schemas' },
    );
    const { headers, body } = HTTP.binary(event);
    const eventMs = performance.now();
    const answered = fetch(`http://127.0.0.1:${String(port)}/`, {
      method: 'POST',
      headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)])),
      body: String(body),
    });
    const firstFrameMs = await firstFrame;
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

/** The time at which the log reports the first frame. @throws Error if the log ends without it */
async function firstFrameTime(log: Readable): Promise<number> {
  const lines: string[] = [];
  try {
    for await (const line of createInterface({ input: log })) {
      if (eventOf(line) === firstFrameEvent) return performance.now();
      lines.push(line);
    }
  } finally {
    // The rest is read and discarded, so that the function can end.
    log.resume();
  }
  throw new Error(`The render ended without a frame:\n${lines.join('\n')}`);
}

function eventOf(line: string): string | undefined {
  return line.startsWith('{') ? lineSchema.parse(JSON.parse(line)).event : undefined;
}

async function isReady(port: number): Promise<boolean> {
  return fetch(`http://127.0.0.1:${String(port)}/health/readiness`).then(
    ({ ok }) => ok,
    () => false,
  );
}

/** CPU time of a process so far; 0 on systems other than Linux. */
async function cpuSeconds(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${String(pid)}/stat`, 'utf8').catch(() => '');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const ticksPerSecond = 100;
  return (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) / ticksPerSecond;
}

function urlOf(server: Server): string {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new TypeError('The server has no port.');
  return `http://127.0.0.1:${String(address.port)}/voice.wav`;
}
