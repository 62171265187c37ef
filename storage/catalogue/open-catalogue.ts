import type { Logger } from '../../config/logger.js';
import type { Settings } from '../../config/settings.js';
import { bundledSource, Catalogue, type CatalogueEntry, type CatalogueSource } from './catalogue.js';
import { FolderStore } from '../folder/folder-store.js';
import { openStore } from '../open-store.js';
import type { StoreSettings } from '../store-settings.js';
import type { Store } from '../store.js';
import { warnAboutUnusedPictures } from './unused-pictures.js';

/** The prefix of uploaded portraits in the store. */
export const uploadedPrefix = 'avatars/';

/**
 * Opens the catalogue of the settings: uploaded portraits (in the store), those of the model bucket
 * and of the models folder, and the bundled ones.
 * @param store the job store; undefined in commands, which have no store
 * @param log gets warnings about unused pictures in the models folder
 */
export async function openCatalogue(
  settings: StoreSettings & Pick<Settings, 'MODELS_DIR'>,
  store: Store | undefined,
  log?: Pick<Logger, 'warn'>,
): Promise<Catalogue> {
  const sources: CatalogueSource[] = store ? [{ store, prefix: uploadedPrefix }] : [];
  const bucket = await openModelBucket(settings);
  if (bucket && bucket.url !== store?.url) sources.push({ store: bucket, prefix: uploadedPrefix });
  const models = { store: new FolderStore(settings.MODELS_DIR), prefix: '', anyName: true };
  sources.push(models, bundledSource);
  if (log) await warnAboutUnusedPictures(settings.MODELS_DIR, new Catalogue([models, bundledSource]), log);
  return new Catalogue(sources);
}

/** Whether a portrait was uploaded to the job store; others cannot be changed. */
export function isUploaded({ source }: CatalogueEntry, store: Store): boolean {
  return source.store === store && source.prefix === uploadedPrefix;
}

/** The bucket with models and portraits, if one is set. */
export async function openModelBucket(settings: StoreSettings): Promise<Store | undefined> {
  if (settings.MODEL_BUCKET === undefined) return undefined;
  return openStore({ ...settings, STORE: `s3://${settings.MODEL_BUCKET}` });
}
