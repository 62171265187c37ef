import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';

/**
 * Folders that the loader searches besides the configured ones; containers get the driver in `nvidia`.
 */
const usualFolders = [
  '/usr/lib/x86_64-linux-gnu',
  '/lib/x86_64-linux-gnu',
  '/usr/lib64',
  '/usr/lib',
  '/usr/local/cuda/lib64',
  '/usr/local/nvidia/lib64',
  '/usr/local/nvidia/lib',
];

/** What a machine offers for computing on a GPU, read from its files. */
export class GpuProbe {
  readonly #root: string;
  readonly #libraryPath: string;
  readonly #visibleGpus: string | undefined;

  /**
   * @param root the file system to inspect
   * @param libraryPath folders in the format of `LD_LIBRARY_PATH`
   * @param visibleGpus GPUs in the format of `CUDA_VISIBLE_DEVICES`
   */
  constructor(
    root = '/',
    libraryPath = process.env['LD_LIBRARY_PATH'] ?? '',
    visibleGpus = process.env['CUDA_VISIBLE_DEVICES'],
  ) {
    this.#root = root;
    this.#libraryPath = libraryPath;
    this.#visibleGpus = visibleGpus;
  }

  /** The NVIDIA driver's version, such as `580.159.03`; undefined if it cannot be read. */
  async driverVersion(): Promise<string | undefined> {
    const text = await readFile(this.#at('/proc/driver/nvidia/version'), 'utf8').catch(() => '');
    return /Kernel Module.*?\s(\d+\.\d+(\.\d+)?)\s/.exec(text)?.[1];
  }

  /** The number of usable NVIDIA GPUs; undefined if it cannot be read. */
  async gpuCount(): Promise<number | undefined> {
    const gpus = await readdir(this.#at('/proc/driver/nvidia/gpus')).catch(() => undefined);
    if (gpus === undefined || this.#visibleGpus === undefined) return gpus?.length;
    return Math.min(gpus.length, this.#visibleGpus.split(',').filter((id) => id.trim() !== '').length);
  }

  /** Whether an NVIDIA GPU is reachable, through its driver's device or through WSL's. */
  async hasNvidiaDevice(): Promise<boolean> {
    for (const device of ['/dev/nvidiactl', '/dev/dxg']) {
      if (await stat(this.#at(device)).catch(() => undefined)) return true;
    }
    return false;
  }

  /** Whether there is a GPU of any vendor. */
  async hasGraphicsDevice(): Promise<boolean> {
    const devices = await readdir(this.#at('/dev/dri')).catch(() => []);
    return devices.some((name) => name.startsWith('renderD')) || (await this.hasNvidiaDevice());
  }

  /** Whether the loader would find a shared library of that name. */
  async hasLibrary(name: string): Promise<boolean> {
    for (const folder of await this.#folders()) {
      if (await stat(path.join(folder, name)).catch(() => undefined)) return true;
    }
    return false;
  }

  async #folders(): Promise<string[]> {
    const configuration = this.#at('/etc/ld.so.conf.d');
    const files = await readdir(configuration).catch(() => []);
    const texts = await Promise.all(
      files.map((name) => readFile(path.join(configuration, name), 'utf8').catch(() => '')),
    );
    const configured = texts.flatMap((text) => text.split('\n')).filter((line) => line.startsWith('/'));
    const given = this.#libraryPath.split(':').filter((folder) => folder !== '');
    return [...given, ...configured, ...usualFolders].map((folder) => this.#at(folder));
  }

  #at(absolute: string): string {
    return path.join(this.#root, absolute);
  }
}
