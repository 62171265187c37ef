import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';

/** Where the loader looks besides what is configured; `nvidia` is where containers get the driver. */
const usualFolders = [
  '/usr/lib/x86_64-linux-gnu',
  '/lib/x86_64-linux-gnu',
  '/usr/lib64',
  '/usr/lib',
  '/usr/local/cuda/lib64',
  '/usr/local/nvidia/lib64',
  '/usr/local/nvidia/lib',
];

/** What a machine has for computing on a graphics card, read from its files. */
export class GpuProbe {
  readonly #root: string;
  readonly #libraryPath: string;
  readonly #visibleCards: string | undefined;

  /**
   * @param root the file system to look at
   * @param libraryPath folders as `LD_LIBRARY_PATH` names them
   * @param visibleCards cards as `CUDA_VISIBLE_DEVICES` names them
   */
  constructor(
    root = '/',
    libraryPath = process.env['LD_LIBRARY_PATH'] ?? '',
    visibleCards = process.env['CUDA_VISIBLE_DEVICES'],
  ) {
    this.#root = root;
    this.#libraryPath = libraryPath;
    this.#visibleCards = visibleCards;
  }

  /** The NVIDIA driver's version, such as `580.159.03`; undefined where it is not to be read. */
  async driverVersion(): Promise<string | undefined> {
    const text = await readFile(this.#at('/proc/driver/nvidia/version'), 'utf8').catch(() => '');
    return /Kernel Module.*?\s(\d+\.\d+(\.\d+)?)\s/.exec(text)?.[1];
  }

  /** How many NVIDIA cards may be used; undefined where that is not to be read. */
  async cardCount(): Promise<number | undefined> {
    const cards = await readdir(this.#at('/proc/driver/nvidia/gpus')).catch(() => undefined);
    if (cards === undefined || this.#visibleCards === undefined) return cards?.length;
    return Math.min(cards.length, this.#visibleCards.split(',').filter((id) => id.trim() !== '').length);
  }

  /** Whether an NVIDIA card is reachable: by its driver's device, or by that of WSL. */
  async hasNvidiaDevice(): Promise<boolean> {
    for (const device of ['/dev/nvidiactl', '/dev/dxg']) {
      if (await stat(this.#at(device)).catch(() => undefined)) return true;
    }
    return false;
  }

  /** Whether there is a graphics card of any make. */
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
