import type { FfmpegRun } from './run.js';

/** The ffmpeg program. */
export class Ffmpeg {
  /** Path of the binary. */
  readonly path: string;

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
}
