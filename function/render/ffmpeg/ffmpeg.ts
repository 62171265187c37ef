import type { FfmpegRun } from './run.js';

/** The ffmpeg program. */
export class Ffmpeg {
  /** Path of the binary. */
  readonly path: string;
  #encoders: ReadonlySet<string> | undefined;

  constructor(path: string) {
    this.path = path;
  }

  /**
   * Runs ffmpeg and waits until the process has ended.
   * @throws what `runFfmpeg` throws
   */
  async run(parameters: readonly string[], run: FfmpegRun): Promise<void> {
    // Imported here: the start of the function needs no processes, and execa takes time to load.
    const { runFfmpeg } = await import('./run.js');
    await runFfmpeg(this.path, parameters, run);
  }

  /**
   * The names of the encoders that it was built with. They are asked for once.
   * @throws what `run` throws
   */
  async encoders(signal: AbortSignal): Promise<ReadonlySet<string>> {
    if (this.#encoders) return this.#encoders;
    let listed = '';
    await this.run(['-encoders'], {
      async consume(output) {
        for await (const bytes of output) listed += Buffer.from(bytes).toString('latin1');
      },
      signal,
    });
    // A line is ` V....D libx264   description`; the legend has `=` in place of a name.
    const names = listed.matchAll(/^ [VAS][\w.]{5} ([\w-]+) /gm);
    this.#encoders = new Set(Array.from(names, ([, name = '']) => name));
    return this.#encoders;
  }
}
