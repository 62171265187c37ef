import type { Logger } from '../../config/logger.js';
import type { Settings } from '../../config/settings.js';
import { bundledSource, Catalogue, type CatalogueEntry, type CatalogueSource } from './catalogue.js';
import { FolderStore } from '../folder/folder-store.js';
import { openStore } from '../open-store.js';
import type { StoreSettings } from '../store-settings.js';
import type { Store } from '../store.js';
import { warnAboutUnusedPictures } from './unused-pictures.js';

/** Where portraits that users add are kept in the store. */
export const uploadedPrefix = 'avatars/';

/**
 * The catalogue that the settings name: portraits that were added (in the store), those of the
 * bucket and of the models folder, and those that ship with the package.
 * @param store the job store; undefined where there is none, as in the commands
 * @param log is told of pictures in the models folder that are no portraits
 */
export async function openCatalogue(
  settings: StoreSettings & Pick<Settings, 'MODELS_DIR'>,
  store: Store | undefined,
  log?: Pick<Logger, 'warn'>,
): Promise<Catalogue> {
  const shelves: CatalogueSource[] = store ? [{ store, prefix: uploadedPrefix }] : [];
  const bucket = await openModelBucket(settings);
  if (bucket && bucket.url !== store?.url) shelves.push({ store: bucket, prefix: uploadedPrefix });
  const models = { store: new FolderStore(settings.MODELS_DIR), prefix: '', anyName: true };
  shelves.push(models, bundledSource);
  if (log) await warnAboutUnusedPictures(settings.MODELS_DIR, new Catalogue([models, bundledSource]), log);
  return new Catalogue(shelves);
}

/** Whether somebody added a portrait to the job store; the others stay as they are. */
export function isUploaded({ source: shelf }: CatalogueEntry, store: Store): boolean {
  return shelf.store === store && shelf.prefix === uploadedPrefix;
}

/** The bucket with models and portraits, where one is set. */
export async function openModelBucket(settings: StoreSettings): Promise<Store | undefined> {
  if (settings.MODEL_BUCKET === undefined) return undefined;
  return openStore({ ...settings, STORE: `s3://${settings.MODEL_BUCKET}` });
}
