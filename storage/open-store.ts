import { fileURLToPath, pathToFileURL } from 'node:url';
import { isTracing } from '../config/tracing.js';
import { RenderError } from '../errors/render-error.js';
import { FolderStore } from './folder/folder-store.js';
import type { StoreSettings } from './store-settings.js';
import type { Store } from './store.js';
import { tracedStore } from './traced-store.js';

const defaultFolder = 'data';
/** No upload into a folder pauses this long. */
const staleAfterSeconds = 3600;

/**
 * Opens the store of the settings.
 * @throws RenderError `bad_setting`
 */
export async function openStore(settings: StoreSettings): Promise<Store> {
  const store = await openUntraced(settings);
  return isTracing() ? tracedStore(store) : store;
}

async function openUntraced(settings: StoreSettings): Promise<Store> {
  const url = storeUrl(settings);
  if (url.protocol === 's3:') {
    // Imported here, because the SDK takes time to load that a start without a bucket should not pay.
    const { openS3Store } = await import('./s3/open-s3-store.js');
    return openS3Store(url, settings);
  }
  if (settings.K_SERVICE !== undefined) {
    throw new RenderError(
      'bad_setting',
      `STORE is ${url.href}, a folder, which other replicas cannot see. With Knative, set STORE to a bucket (s3://bucket/prefix), or set MODEL_BUCKET.`,
    );
  }
  const store = new FolderStore(fileURLToPath(url));
  // In the background; what cannot be removed now is left to the next process.
  store.removeStale(staleAfterSeconds).catch(() => undefined);
  return store;
}

function storeUrl({ STORE, MODEL_BUCKET }: StoreSettings): URL {
  if (STORE !== undefined) return new URL(STORE);
  return MODEL_BUCKET === undefined ? pathToFileURL(`${defaultFolder}/`) : new URL(`s3://${MODEL_BUCKET}`);
}
