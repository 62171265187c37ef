import type { ErrorCode } from '../../../../errors/table.js';
import type { ProxySettings } from '../../../../outbound/proxy.js';
import type { CredentialFiles } from './credentials.js';

/** What the thread of the C2PA library is asked to do. */
export type C2paTask =
  | {
      readonly kind: 'sign';
      readonly file: string;
      readonly format: string;
      /** Where the signed file is written. */
      readonly target: string;
      /** The manifest as the library's JSON. */
      readonly definition: string;
      readonly credentials: CredentialFiles;
      readonly timestampUrl: string | undefined;
      readonly proxies: ProxySettings;
    }
  | { readonly kind: 'read'; readonly file: string; readonly format: string };

/** Its answer. */
export interface C2paReply {
  /** The library's JSON for `read`. */
  readonly done?: string;
  /** Without a code, the message is the library's. */
  readonly failed?: { readonly code: ErrorCode | undefined; readonly message: string };
}
