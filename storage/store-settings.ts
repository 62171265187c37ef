import type { Settings } from '../config/settings.js';

/** The settings that say which store is used, and how. */
export type StoreSettings = Pick<
  Settings,
  'STORE' | 'MODEL_BUCKET' | 'AWS_REGION' | 'S3_PATH_STYLE' | 'STORE_TIMEOUT_SECONDS' | 'K_SERVICE'
>;
