import type { AvatarClient } from '../client/client.js';

/** What the tools of one request need. */
export interface ToolContext {
  readonly client: AvatarClient;
  /** The address at which people reach the service, with `BASE_PATH`, for the links in answers. */
  readonly publicUrl: string;
  /** How long a job is kept after its end; null if it is not deleted, or if this is not known. */
  readonly retentionMs: number | null;
}
