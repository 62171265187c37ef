import { spawn, type ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { Command } from 'commander';
import { z } from 'zod';
import { packageRoot } from '../config/package-root.js';
import { jobSchema } from '../events/adapter/jobs/job-document.js';
import { freePort } from '../events/local/free-port.js';
import { FolderStore } from '../storage/folder/folder-store.js';
import { portraitFolder } from '../test/fixtures/catalogue-source.js';
import { tone } from '../test/fixtures/signals.js';
import { waveFile } from '../test/fixtures/wave-file.js';

/*
 * Runs many jobs at once, kills the function repeatedly, and the whole service once:
 *
 *   node build/bench/durability.js [jobs] [kills]
 *
 * It uses the model in WAV2LIP_CHECKPOINT. The exit status is 1 if a job did not end in a complete
 * video, or was rendered again after it had been completed.
 */

const [jobCount = 200, killCount = 10] = new Command('durability')
  .description('Renders many jobs while the function, and once the whole service, is killed. Takes minutes.')
  .argument('[jobs]', 'number of jobs', '200')
  .argument('[kills]', 'number of kills', '10')
  .parse()
  .args.map(Number);
const voiceSeconds = 2;
const lineSchema = z.object({ event: z.string(), jobId: z.string().optional() }).loose();
const acceptedSchema = z.object({ jobId: z.string() });

const folder = await mkdtemp(path.join(os.tmpdir(), 'avatar-durability-'));
const store = new FolderStore(path.join(folder, 'store'));
const voice = waveFile(tone(voiceSeconds, 200));
const voices = createServer((_, response) => response.end(voice)).listen(0, '127.0.0.1');
await once(voices, 'listening');
const address = voices.address();
const voiceUrl = `http://127.0.0.1:${String(typeof address === 'object' ? address?.port : '')}/voice.wav`;
const port = await freePort();
const url = `http://127.0.0.1:${String(port)}`;
const environment = {
  ...process.env,
  PORT: String(port),
  STORE: pathToFileURL(path.join(folder, 'store')).href,
  CACHE_DIR: path.join(folder, 'cache'),
  MODELS_DIR: await portraitFolder(path.join(folder, 'models')),
  OPEN_JOBS_MAX: String(jobCount),
  CLAIM_SECONDS: '3',
  RESEND_AFTER_SECONDS: '5',
  VOICE_ALLOW_PRIVATE: 'loopback',
};

/** The number of renders started for each job, the jobs whose render ended, and those restarted later. */
const starts = new Map<string, number>();
const ended = new Set<string>();
const restarted = new Set<string>();

let service = start();
const startMs = performance.now();
try {
  await untilReady();
  const ids = await Promise.all(Array.from({ length: jobCount }, () => request()));
  console.log(`${String(ids.length)} jobs accepted after ${seconds()} s`);
  let kills = 0;
  let isRestarted = false;
  let open = ids;
  while (open.length > 0) {
    await sleep(500);
    const states = await Promise.all(open.map(isUnfinished));
    open = open.filter((_, i) => states[i]);
    const done = jobCount - open.length;
    if (!isRestarted && done >= jobCount / 2) {
      isRestarted = true;
      service.kill('SIGKILL');
      await once(service, 'exit');
      service = start();
      await untilReady();
      console.log(`the whole service restarted after ${String(done)} jobs, ${seconds()} s`);
    }
    if (kills < killCount && done >= ((kills + 1) * jobCount) / (killCount + 1)) {
      for (const pid of await children(service)) process.kill(pid, 'SIGKILL');
      kills++;
      console.log(`the function killed after ${String(done)} jobs, ${seconds()} s`);
    }
  }
  const whole = await Promise.all(ids.map(isWhole));
  let videos = 0;
  for await (const { key } of store.list('videos/')) if (key.endsWith('.mp4')) videos++;
  const renders = [...starts.values()].reduce((sum, count) => sum + count, 0);
  console.log(
    `${String(jobCount)} jobs, ${String(kills)} kills, ${seconds()} s: ${String(whole.filter(Boolean).length)} complete videos, ` +
      `${String(videos)} in the store, ${String(renders)} renders started, ${String(restarted.size)} started after completion`,
  );
  if (whole.includes(false) || videos !== jobCount || restarted.size > 0 || kills < killCount)
    process.exitCode = 1;
} finally {
  service.kill('SIGTERM');
  await once(service, 'exit');
  voices.close();
  await rm(folder, { recursive: true, force: true });
}

function start(): ChildProcess {
  const program = path.join(packageRoot, 'build', 'events', 'local', 'main.js');
  const child = spawn(process.execPath, [program], { stdio: ['ignore', 'pipe', 'ignore'], env: environment });
  createInterface({ input: child.stdout }).on('line', (line) => {
    if (line.startsWith('{')) count(lineSchema.parse(JSON.parse(line)));
  });
  return child;
}

function count({ event, jobId = '' }: z.infer<typeof lineSchema>): void {
  if (event === 'render.started') {
    starts.set(jobId, (starts.get(jobId) ?? 0) + 1);
    if (ended.has(jobId)) restarted.add(jobId);
  }
  if (event === 'render.ended') ended.add(jobId);
}

async function untilReady(): Promise<void> {
  for (;;) {
    const answer = await fetch(`${url}/health/readiness`).catch(() => undefined);
    if (answer?.ok) return;
    await sleep(100);
  }
}

async function request(): Promise<string> {
  const response = await fetch(`${url}/render`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ avatarId: 'alice', voiceUrl }),
  });
  return acceptedSchema.parse(await response.json()).jobId;
}

async function jobOf(jobId: string): Promise<z.infer<typeof jobSchema>> {
  const response = await fetch(`${url}/status/${jobId}`, { headers: { accept: 'application/json' } });
  return jobSchema.parse(await response.json());
}

async function isUnfinished(jobId: string): Promise<boolean> {
  const { state } = await jobOf(jobId);
  return state === 'queued' || state === 'processing';
}

async function isWhole(jobId: string): Promise<boolean> {
  const { result } = await jobOf(jobId);
  const response = await fetch(`${url}/status/${jobId}`, { headers: { accept: 'video/mp4' } });
  const bytes = Buffer.from(await response.arrayBuffer());
  return response.ok && createHash('sha256').update(bytes).digest('hex') === result?.sha256;
}

async function children({ pid }: ChildProcess): Promise<number[]> {
  const file = `/proc/${String(pid)}/task/${String(pid)}/children`;
  return (await readFile(file, 'utf8')).split(' ').filter(Boolean).map(Number);
}

function seconds(): string {
  return ((performance.now() - startMs) / 1000).toFixed(1);
}
