import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Tensor, type InferenceSession } from 'onnxruntime-node';
import { replaceFile } from '../../../storage/files/replace-file.js';
import { modelFiles } from '../model/model-files.js';

/** Number of portraits to cache: 2.5 MB each with a full-size network. */
const maxPortraits = 50;

/**
 * Caches the bias maps of portraits on disk, keyed by the content of the model, the crop, and the
 * device that computed them. If the disk cannot be written, the maps are computed again.
 */
export class BiasCache {
  readonly #folder: string;
  readonly #modelFolder: string;
  readonly #computedBy: string;
  readonly #biasMaps: readonly InferenceSession.TensorValueMetadata[];

  /**
   * @param computedBy provider and precision
   * @param frames the graph that takes the bias maps
   */
  constructor(cacheFolder: string, modelFolder: string, computedBy: string, frames: InferenceSession) {
    this.#folder = path.join(cacheFolder, 'portraits');
    this.#modelFolder = modelFolder;
    this.#computedBy = computedBy;
    this.#biasMaps = frames.inputMetadata
      .filter((input) => input.isTensor)
      .filter(({ name }) => name.startsWith('bias_map_'));
  }

  /** The bias maps of a crop: read from the cache, or computed and written to it. */
  async get(
    crop: Float32Array,
    compute: () => Promise<Readonly<Record<string, Tensor>>>,
  ): Promise<Readonly<Record<string, Tensor>>> {
    const file = await this.#fileOf(crop);
    const known = this.#decode(await readFile(file).catch(() => Buffer.alloc(0)));
    if (known) return known;
    const biasMaps = await compute();
    await this.#write(file, biasMaps).catch(() => undefined);
    return biasMaps;
  }

  async #fileOf(crop: Float32Array): Promise<string> {
    const hash = createHash('sha256')
      .update(await readFile(path.join(this.#modelFolder, modelFiles.manifest)))
      .update(this.#computedBy)
      .update(new Uint8Array(crop.buffer, crop.byteOffset, crop.byteLength));
    return path.join(this.#folder, `${hash.digest('hex')}.bias-maps`);
  }

  /** @returns undefined if the bytes are not exactly those of all bias maps */
  #decode(bytes: Buffer): Readonly<Record<string, Tensor>> | undefined {
    const biasMaps: Record<string, Tensor> = {};
    let position = 0;
    for (const { name, type, shape } of this.#biasMaps) {
      const size = shape.reduce<number>((product, dimension) => product * Number(dimension), 1);
      const length = size * (type === 'float16' ? 2 : 4);
      if (position + length > bytes.length) return undefined;
      const data = bytes.buffer.slice(bytes.byteOffset + position, bytes.byteOffset + position + length);
      biasMaps[name] =
        type === 'float16'
          ? new Tensor('float16', new Uint16Array(data), shape.map(Number))
          : new Tensor('float32', new Float32Array(data), shape.map(Number));
      position += length;
    }
    return position === bytes.length ? biasMaps : undefined;
  }

  async #write(file: string, biasMaps: Readonly<Record<string, Tensor>>): Promise<void> {
    const parts = this.#biasMaps.flatMap(({ name }) => {
      const data = biasMaps[name]?.data;
      return ArrayBuffer.isView(data) ? [new Uint8Array(data.buffer, data.byteOffset, data.byteLength)] : [];
    });
    await mkdir(this.#folder, { recursive: true });
    await replaceFile(file, (unfinished) => writeFile(unfinished, parts));
    await this.#removeOldest();
  }

  async #removeOldest(): Promise<void> {
    const names = await readdir(this.#folder);
    if (names.length <= maxPortraits) return;
    const dated = await Promise.all(
      names.map(async (name) => {
        const file = path.join(this.#folder, name);
        return { file, ms: (await stat(file)).mtimeMs };
      }),
    );
    const oldest = dated.sort((a, b) => a.ms - b.ms).slice(0, dated.length - maxPortraits);
    await Promise.all(oldest.map(({ file }) => rm(file, { force: true })));
  }
}
