import path from 'node:path';
import type { Settings } from '../../config/settings.js';
import type { StoreSettings } from '../store-settings.js';
import { openModelBucket } from './open-catalogue.js';
import { mirrorObjects } from './mirror.js';
import type { ObjectInfo, Store } from '../store.js';

/** The prefix of models in a bucket. */
const modelsPrefix = 'models/';

/**
 * The folder to look for models in: that of the model bucket, which is downloaded, or `MODELS_DIR`.
 * With `WAV2LIP_CHECKPOINT` set, nothing is downloaded.
 * @throws RenderError `store_*`
 */
export async function fetchModelFolder(
  settings: StoreSettings & Pick<Settings, 'MODELS_DIR' | 'CACHE_DIR' | 'WAV2LIP_CHECKPOINT'>,
  signal?: AbortSignal,
): Promise<string> {
  const bucket = settings.WAV2LIP_CHECKPOINT === undefined ? await openModelBucket(settings) : undefined;
  const fetched = bucket && (await fetchModels(bucket, settings.CACHE_DIR, signal));
  return fetched ?? settings.MODELS_DIR;
}

/**
 * Downloads the models of a bucket: imported ones (`models/<name>.graphs/`), and checkpoints that have
 * no graphs.
 * @returns the folder to look for models in; undefined if the bucket has none
 */
async function fetchModels(
  bucket: Store,
  cacheFolder: string,
  signal?: AbortSignal,
): Promise<string | undefined> {
  const objects: ObjectInfo[] = [];
  for await (const object of bucket.list(modelsPrefix)) objects.push(object);
  const imported = new Set(objects.flatMap(({ key }) => /^models\/([^/]+)\.graphs\//.exec(key)?.[1] ?? []));
  const wanted = objects.filter(({ key }) => {
    const checkpoint = /^models\/([^/]+)\.(pth|pt)$/.exec(key)?.[1];
    return checkpoint === undefined ? /^models\/[^/]+\.graphs\//.test(key) : !imported.has(checkpoint);
  });
  if (wanted.length === 0) return undefined;
  return mirrorObjects(
    bucket,
    wanted,
    { prefix: modelsPrefix, folder: path.join(cacheFolder, 'bucket') },
    signal,
  );
}
