import { isIP } from 'node:net';
import type { Settings } from '../../../config/settings.js';
import { RenderError } from '../../../errors/render-error.js';
import { isAllowedAddress } from '../../../outbound/allowed-address.js';

/** The error for a callback URL that resolves to an address that is not allowed. */
export function callbackRefusedError(hostname: string, addresses: readonly string[]): RenderError {
  return new RenderError(
    'callback_refused',
    `The callback URL's host ${hostname} resolves to ${addresses.join(', ')}, which is not a public address. CALLBACK_ALLOW_PRIVATE allows private ones.`,
    { details: { hostname } },
  );
}

/**
 * Checks the callback URL of a new job, as far as that is possible without a name lookup.
 * @throws RenderError `callback_refused`
 */
export function checkCallback(
  callbackUrl: string | undefined,
  settings: Pick<Settings, 'WEBHOOK_SECRET' | 'CALLBACK_ALLOW_PRIVATE'>,
): void {
  if (callbackUrl === undefined) return;
  if (settings.WEBHOOK_SECRET === undefined) {
    throw new RenderError(
      'callback_refused',
      'Webhooks are not enabled. Omit callbackUrl, or set WEBHOOK_SECRET.',
    );
  }
  const { hostname } = new URL(callbackUrl);
  const literal = hostname.replace(/^\[|\]$/g, '');
  if (isIP(literal) !== 0 && !isAllowedAddress(literal, settings.CALLBACK_ALLOW_PRIVATE)) {
    throw callbackRefusedError(literal, [literal]);
  }
}
