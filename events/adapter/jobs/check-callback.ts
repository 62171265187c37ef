import { isIP } from 'node:net';
import { RenderError } from '../../../errors/render-error.js';
import { isAllowedAddress } from '../../../outbound/allowed-address.js';
import type { AdapterContext } from '../context.js';

/** The error for a callback URL that leads to an address which is not allowed. */
export function callbackRefusedError(hostname: string, addresses: readonly string[]): RenderError {
  return new RenderError(
    'callback_refused',
    `the callback URL's ${hostname} is at ${addresses.join(', ')}, which is not a public address (CALLBACK_ALLOW_PRIVATE allows others)`,
    { details: { hostname } },
  );
}

/**
 * Looks at a callback URL when a job is accepted, as far as that can be done without asking anybody.
 * @throws RenderError `callback_refused`
 */
export function checkCallback(callbackUrl: string | undefined, { settings }: AdapterContext): void {
  if (callbackUrl === undefined) return;
  if (settings.WEBHOOK_SECRET === undefined) {
    throw new RenderError(
      'callback_refused',
      'webhooks are not set up here (WEBHOOK_SECRET); leave callbackUrl out',
    );
  }
  const { hostname, username } = new URL(callbackUrl);
  if (username !== '') throw new RenderError('callback_refused', 'the callback URL has a user name in it');
  const literal = hostname.replace(/^\[|\]$/g, '');
  if (isIP(literal) !== 0 && !isAllowedAddress(literal, settings.CALLBACK_ALLOW_PRIVATE)) {
    throw callbackRefusedError(literal, [literal]);
  }
}
