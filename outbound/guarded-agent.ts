import { lookup } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { Agent, buildConnector } from 'undici';
import { RenderError } from '../errors/render-error.js';
import { isAllowedAddress, type AllowedAddresses } from './allowed-address.js';

/** The error for a name that leads to an address which is not allowed. */
export type Refusal = (hostname: string, addresses: readonly string[]) => RenderError;

/**
 * An HTTP client that looks at every address at the moment it connects, after all names have been
 * resolved and at each redirect anew, so that no name can change its mind in between.
 * Its requests fail with what `refuse` makes as their cause.
 */
export function guardedAgent(allowed: AllowedAddresses, refuse: Refusal): Agent {
  const connect = buildConnector({ lookup: guardedLookup(allowed, refuse) });
  return new Agent({
    connect(options, callback) {
      // A literal address is never looked up.
      const literal = options.hostname.replace(/^\[|\]$/g, '');
      if (isIP(literal) !== 0 && !isAllowedAddress(literal, allowed)) {
        callback(refuse(literal, [literal]), null);
      } else {
        connect(options, callback);
      }
    },
  });
}

function guardedLookup(allowed: AllowedAddresses, refuse: Refusal): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, addresses) => {
      const bad = error
        ? []
        : addresses.map(({ address }) => address).filter((a) => !isAllowedAddress(a, allowed));
      if (error) callback(error, []);
      else if (bad.length > 0) callback(refuse(hostname, bad), []);
      else if (options.all) callback(null, addresses);
      else callback(null, addresses[0]?.address ?? '', addresses[0]?.family);
    });
  };
}

/** The RenderError that a failed request has as its cause, or as a cause of that. */
export function refusalIn(error: unknown): RenderError | undefined {
  if (error instanceof RenderError) return error;
  return error instanceof Error && error.cause !== undefined ? refusalIn(error.cause) : undefined;
}
