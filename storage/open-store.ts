import { fileURLToPath, pathToFileURL } from 'node:url';
import { RenderError } from '../errors/render-error.js';
import { FolderStore } from './folder/folder-store.js';
import type { StoreSettings } from './store-settings.js';
import type { Store } from './store.js';

const defaultFolder = 'data';
/** Nobody who is putting something into a folder makes such a pause. */
const abandonedAfterSeconds = 3600;

/**
 * Opens the store that the settings name.
 * @throws RenderError `bad_setting`
 */
export async function openStore(settings: StoreSettings): Promise<Store> {
  const url = storeUrl(settings);
  if (url.protocol === 's3:') {
    // Only here, since the SDK takes time to load that a start without it should not pay.
    const { openS3Store } = await import('./s3/open-s3-store.js');
    return openS3Store(url, settings);
  }
  if (settings.K_SERVICE !== undefined) {
    throw new RenderError(
      'bad_setting',
      `STORE is ${url.href}, a folder, which other replicas do not see; under Knative give a bucket (s3://bucket/prefix, or MODEL_BUCKET)`,
    );
  }
  const store = new FolderStore(fileURLToPath(url));
  // Nobody waits for it; what could not be removed now is by the next process.
  store.removeAbandoned(abandonedAfterSeconds).catch(() => undefined);
  return store;
}

function storeUrl({ STORE, MODEL_BUCKET }: StoreSettings): URL {
  if (STORE !== undefined) return new URL(STORE);
  return MODEL_BUCKET === undefined ? pathToFileURL(`${defaultFolder}/`) : new URL(`s3://${MODEL_BUCKET}`);
}
