import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { execa } from 'execa';
import { packageRoot } from '../config/package-root.js';

export interface WholeRender {
  readonly voiceSeconds: number;
  readonly seconds: number;
  /** Peak resident memory of the process, in MiB. */
  readonly peakMiB: number;
  /** The same, including the ffmpeg processes. */
  readonly peakWithFfmpegMiB: number;
}

/** Measures one render as a user sees it, from process start to finished MP4, and its peak memory. */
export async function wholeRender(
  {
    graphs,
    picture,
    face,
    voice,
    out,
  }: { graphs: string; picture: string; face: string; voice: string; out: string },
  voiceSeconds: number,
  threads: number,
): Promise<WholeRender> {
  const command = path.join(packageRoot, 'build', 'command', 'avatar.js');
  const startMs = performance.now();
  const child = execa(
    process.execPath,
    [command, 'render', '--avatar', picture, '--face', face, '--voice', voice, '--out', out],
    {
      env: { WAV2LIP_CHECKPOINT: graphs, THREADS: String(threads), VOICE_MAX_SECONDS: '3600' },
      stderr: 'pipe',
    },
  );
  let running = true;
  const memory = watchMemory(child.pid ?? 0, () => running);
  await child;
  const seconds = (performance.now() - startMs) / 1000;
  running = false;
  return { voiceSeconds, seconds, ...(await memory) };
}

const sampleIntervalMs = 100;

/** Samples the memory while `running`. Works only on Linux; elsewhere both peaks are 0. */
async function watchMemory(pid: number, running: () => boolean) {
  let peakMiB = 0;
  let peakWithFfmpegMiB = 0;
  while (running()) {
    const own = await residentMiB(pid);
    const children = await Promise.all((await childrenOf(pid)).map((child) => residentMiB(child, 'ffmpeg')));
    peakMiB = Math.max(peakMiB, own);
    peakWithFfmpegMiB = Math.max(peakWithFfmpegMiB, own + children.reduce((sum, mib) => sum + mib, 0));
    await sleep(sampleIntervalMs);
  }
  return { peakMiB, peakWithFfmpegMiB };
}

async function residentMiB(pid: number, program?: string): Promise<number> {
  const status = await readFile(`/proc/${String(pid)}/status`, 'utf8').catch(() => '');
  // Between fork and exec, a child shares its parent's memory, which would be counted twice.
  if (program !== undefined && !status.startsWith(`Name:\t${program}\n`)) return 0;
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0) / 1024;
}

async function childrenOf(pid: number): Promise<number[]> {
  const tasks = await readdir(`/proc/${String(pid)}/task`).catch(() => []);
  const lists = await Promise.all(
    tasks.map((task) => readFile(`/proc/${String(pid)}/task/${task}/children`, 'utf8').catch(() => '')),
  );
  return lists.flatMap((list) => list.trim().split(' ').filter(Boolean).map(Number));
}
