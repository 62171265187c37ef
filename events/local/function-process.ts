import { setTimeout as sleep } from 'node:timers/promises';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import type { Logger } from '../../config/logger.js';

const firstPauseMs = 200;
const maxPauseMs = 10_000;
const graceMs = 3000;
const pollIntervalMs = 50;

/**
 * Buffers of frames pass through the young heap. At V8's default of 16 MiB, three times for each of three
 * threads, a render holds 20 to 40 MiB more and takes as long. The images and `npm start` set the same.
 */
const smallYoungHeap = '--max-semi-space-size=4';

/**
 * Each render starts and ends threads. glibc gives threads areas of memory of their own, up to eight for each
 * core, and what they free stays there: after some dozen renders, the process held twice as much. The images
 * set the same. Other libraries ignore it.
 */
const fewArenas = { MALLOC_ARENA_MAX: process.env['MALLOC_ARENA_MAX'] ?? '2' };

/**
 * The function as a child process. It is restarted whenever it ends, with growing pauses if it ends
 * immediately. A channel connects it to this process, so it also ends if this process is killed.
 */
export class FunctionProcess {
  readonly url: URL;
  readonly #port: number;
  readonly #environment: Readonly<Record<string, string>>;
  readonly #log: Logger;
  readonly #ended: Promise<void>;
  #kill: () => void = () => undefined;
  #closing = false;
  /** Whether the last start ended before the function was ready. */
  #failed = false;

  /** @param environment additions to this process's own environment */
  constructor(port: number, environment: Readonly<Record<string, string>>, log: Logger) {
    this.url = new URL(`http://127.0.0.1:${String(port)}/`);
    this.#port = port;
    this.#environment = environment;
    this.#log = log;
    this.#ended = this.#keepRunning();
  }

  /** Resolves when the function is ready, or has ended before it ever was. */
  readonly ready = async (): Promise<void> => {
    while (this.#isWanted() && !this.#failed && !(await this.#answers())) await sleep(pollIntervalMs);
  };

  /** Whether the last start failed. */
  get failed(): boolean {
    return this.#failed;
  }

  async close(): Promise<void> {
    this.#closing = true;
    this.#kill();
    await this.#ended;
  }

  async #keepRunning(): Promise<void> {
    const command = createRequire(import.meta.url).resolve('faas-js-runtime/bin/cli.js');
    const entry = fileURLToPath(new URL('../../function/index.js', import.meta.url));
    let pauseMs = firstPauseMs;
    while (this.#isWanted()) {
      const startMs = performance.now();
      const child = execa(process.execPath, [smallYoungHeap, command, entry], {
        env: { ...fewArenas, ...this.#environment, FUNC_PORT: String(this.#port) },
        stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
        // Ctrl-C reaches the terminal's whole process group; this process decides when the child ends.
        detached: true,
        reject: false,
        forceKillAfterDelay: graceMs,
      });
      this.#kill = () => child.kill();
      const { exitCode, signal } = await child;
      const livedMs = performance.now() - startMs;
      pauseMs = livedMs > maxPauseMs ? firstPauseMs : Math.min(maxPauseMs, pauseMs * 2);
      this.#failed = exitCode !== undefined && exitCode !== 0;
      if (!this.#isWanted()) return;
      this.#log.error(
        { event: 'function.ended', exitCode, signal, pauseMs },
        'The function has ended; starting it again',
      );
      await sleep(pauseMs);
      this.#failed = false;
    }
  }

  #isWanted(): boolean {
    return !this.#closing;
  }

  async #answers(): Promise<boolean> {
    const url = new URL('/health/readiness', this.url);
    return fetch(url, { signal: AbortSignal.timeout(2000) }).then(
      async (response) => {
        await response.body?.cancel();
        return response.ok;
      },
      () => false,
    );
  }
}
