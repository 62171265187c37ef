import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { request, type IncomingMessage } from 'node:http';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { Command } from 'commander';
import { packageRoot } from '../config/package-root.js';
import { freePort } from '../events/local/free-port.js';
import { withScratchDir } from '../storage/files/scratch-dir.js';
import { FolderStore } from '../storage/folder/folder-store.js';
import { GrowingStream } from './growing-stream.js';
import { row } from './table.js';

/*
 * Watches streams with many viewers at once, on an adapter in a process of its own:
 *
 *   node build/bench/stream-viewers.js
 *
 * The exit status is 1 if a viewer did not get every byte, one that stopped reading was kept, or more streams than
 * STREAMS_MAX were open.
 */

const { viewers, idle } = new Command('stream-viewers')
  .description('Watches streams with many viewers at once. Takes a minute.')
  .option('--viewers <count>', 'viewers of one stream; as many again stop reading', Number, 200)
  .option('--idle <count>', 'STREAMS_MAX; a tenth more ask for it', Number, 1000)
  .parse()
  .opts<{ viewers: number; idle: number }>();
const fragments = 60;
const fragmentBytes = 200_000;
const fragmentIntervalMs = 200;
const stallSeconds = 3;
const idleSeconds = 10;
const mebibyte = 2 ** 20;
const ticksPerSecond = 100;

await withScratchDir(async (folder) => {
  const store = new FolderStore(path.join(folder, 'store'));
  const port = await freePort();
  const adapter = spawn(process.execPath, [path.join(packageRoot, 'build', 'events', 'adapter', 'main.js')], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {
      PATH: process.env['PATH'],
      PORT: String(port),
      STORE: pathToFileURL(path.join(folder, 'store')).href,
      STREAMS_MAX: String(idle),
      STREAM_STALL_SECONDS: String(stallSeconds),
      LOG_LEVEL: 'error',
    },
  });
  const pid = String(adapter.pid);
  const table = [row('adapter', 'MiB', 'at the peak', 'CPU seconds'), row('---', '---', '---', '---')];
  try {
    while (!(await fetch(`http://127.0.0.1:${String(port)}/health/readiness`).catch(() => undefined))?.ok)
      await sleep(100);
    const measured = async <T>(name: string, work: () => Promise<T>): Promise<T> => {
      const [before, cpuBefore] = [await memoryBytes(pid), await cpuSeconds(pid)];
      let peak = before;
      const timer = setInterval(() => void memoryBytes(pid).then((now) => (peak = Math.max(peak, now))), 50);
      const result = await work().finally(() => clearInterval(timer));
      const cells = [before / mebibyte, peak / mebibyte, (await cpuSeconds(pid)) - cpuBefore];
      table.push(row(name, ...cells.map((cell) => cell.toFixed(1))));
      return result;
    };

    // The first one warms the code up.
    for (const [jobId, count] of [
      ['warm', 1],
      ['one', 1],
      ['many', viewers],
    ] as const)
      await measured(`${String(count)} viewers of ${String(fragments)} fragments`, () =>
        watchedBy(store, port, { jobId, count, stalled: 0 }),
      );
    await measured(`the same, and ${String(viewers)} that stop reading`, () =>
      watchedBy(store, port, { jobId: 'stalled', count: viewers, stalled: viewers }),
    );
    const asked = Math.round(1.1 * idle);
    const statuses = await measured(`${String(asked)} idle streams, ${String(idleSeconds)} s`, () =>
      keptIdle(store, port, asked),
    );
    const opened = statuses.filter((status) => status === 200).length;
    const refused = statuses.filter((status) => status === 429).length;
    process.stdout.write(
      `${table.join('\n')}\n\n${String(opened)} idle streams opened, ${String(refused)} answered with 429\n`,
    );
    if (opened !== idle || refused !== asked - idle) process.exitCode = 1;
  } finally {
    adapter.kill('SIGKILL');
    await once(adapter, 'close');
  }
});

interface Watch {
  readonly jobId: string;
  /** Viewers that read all. */
  readonly count: number;
  /** Viewers that stop reading. */
  readonly stalled: number;
}

/** Writes a stream while it is watched. */
async function watchedBy(store: FolderStore, port: number, { jobId, count, stalled }: Watch): Promise<void> {
  const writer = await GrowingStream.create(store, jobId);
  await writer.add(fragmentBytes);
  const watching = Array.from({ length: count }, async (_, i) => {
    const response = await open(port, jobId, i);
    const hash = createHash('sha256');
    for await (const chunk of response) if (chunk instanceof Buffer) hash.update(chunk);
    return hash.digest('hex');
  });
  const sleepers = await Promise.all(
    Array.from({ length: stalled }, async (_, i) => (await open(port, jobId, count + i)).pause()),
  );
  while (writer.length < fragments) {
    await sleep(fragmentIntervalMs);
    await writer.add(fragmentBytes);
  }
  const expected = await writer.end();
  const seen = await Promise.all(watching);
  if (seen.some((digest) => digest !== expected)) fail('a viewer did not get every byte');
  await sleep(2000 * stallSeconds);
  // What is left in the buffers of the connection.
  const received = await Promise.all(sleepers.map(bytesUntilCut));
  if (received.some((bytes) => bytes >= fragments * fragmentBytes))
    fail('a viewer that stopped was not cut off');
}

async function bytesUntilCut(response: IncomingMessage): Promise<number> {
  let bytes = 0;
  const ended = new Promise<void>((resolve) => void response.once('close', resolve));
  response.on('data', (chunk: Buffer) => (bytes += chunk.length)).on('error', () => undefined);
  response.resume();
  await ended;
  return bytes;
}

/** @returns the status of each answer */
async function keptIdle(store: FolderStore, port: number, count: number): Promise<number[]> {
  const writer = await GrowingStream.create(store, 'idle');
  await writer.add(fragmentBytes);
  const responses = await Promise.all(
    Array.from({ length: count }, async (_, i) => {
      const response = await open(port, 'idle', i);
      return response.resume();
    }),
  );
  const ended = Promise.all(responses.map(async (response) => response.complete || once(response, 'end')));
  await sleep(1000 * idleSeconds);
  await writer.end();
  await ended;
  return responses.map(({ statusCode = 0 }) => statusCode);
}

/** Opens a stream; a client may have a quarter of all, so the addresses take turns. */
function open(port: number, jobId: string, viewer: number): Promise<IncomingMessage> {
  const localAddress = `127.0.0.${String(2 + (viewer % 8))}`;
  const asking = request({
    host: '127.0.0.1',
    port,
    path: `/status/${jobId}/live.mp4`,
    localAddress,
    agent: false,
  });
  asking.end();
  return new Promise((resolve, reject) => {
    asking.once('response', resolve).once('error', reject);
  });
}

function fail(message: string): void {
  process.exitCode = 1;
  process.stdout.write(`${message}\n`);
}

async function memoryBytes(pid: string): Promise<number> {
  const [, kibibytes = 'NaN'] =
    /^VmRSS:\s+(\d+) kB$/m.exec(await readFile(`/proc/${pid}/status`, 'utf8')) ?? [];
  return 1024 * Number(kibibytes);
}

async function cpuSeconds(pid: string): Promise<number> {
  const fields = (await readFile(`/proc/${pid}/stat`, 'utf8')).replace(/^.*\) /, '').split(' ');
  return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
}
