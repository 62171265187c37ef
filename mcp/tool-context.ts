import type { AvatarClient } from '../client/client.js';

/** What the tools of one request need. */
export interface ToolContext {
  readonly client: AvatarClient;
  /** The address at which people reach the service, with `BASE_PATH`, for the links in answers. */
  readonly publicUrl: string;
}
