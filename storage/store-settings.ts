import type { Settings } from '../config/settings.js';

/** The settings that determine the store. */
export type StoreSettings = Pick<
  Settings,
  'STORE' | 'MODEL_BUCKET' | 'AWS_REGION' | 'S3_PATH_STYLE' | 'STORE_TIMEOUT_SECONDS' | 'K_SERVICE'
>;
