import { lookup } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';
import { Agent, buildConnector } from 'undici';
import { RenderError } from '../../errors/render-error.js';

/** Which addresses a URL from outside may lead to. */
export type AllowedAddresses = 'off' | 'loopback' | 'on';

/** All that IANA has given out of IPv6; what lies outside leads nowhere, or to an embedded IPv4. */
const globalUnicast = ipaddr.parseCIDR('2000::/3');

/**
 * Whether a connection to `address` is allowed: public unicast always, and what the setting adds.
 * IPv4 inside of IPv6 counts as what it is; tunnels (6to4, Teredo, NAT64) count as private, since
 * where they end cannot be seen.
 */
export function isAllowedAddress(address: string, allowed: AllowedAddresses): boolean {
  const parsed = ipaddr.process(address);
  const range = parsed.range();
  if (range === 'unicast') return parsed.kind() === 'ipv4' || parsed.match(globalUnicast);
  if (range === 'loopback') return allowed !== 'off';
  return allowed === 'on' && ['private', 'uniqueLocal', 'linkLocal', 'carrierGradeNat'].includes(range);
}

/**
 * An HTTP client that looks at every address at the moment it connects, after all names have been
 * resolved and at each redirect anew, so that no name can change its mind in between.
 * Its requests fail with a RenderError `voice_url_refused` as their cause.
 */
export function guardedAgent(allowed: AllowedAddresses): Agent {
  const connect = buildConnector({ lookup: guardedLookup(allowed) });
  return new Agent({
    connect(options, callback) {
      // A literal address is never looked up.
      const literal = options.hostname.replace(/^\[|\]$/g, '');
      if (isIP(literal) !== 0 && !isAllowedAddress(literal, allowed)) {
        callback(refused(literal, [literal]), null);
      } else {
        connect(options, callback);
      }
    },
  });
}

function guardedLookup(allowed: AllowedAddresses): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, addresses) => {
      const bad = error
        ? []
        : addresses.map(({ address }) => address).filter((a) => !isAllowedAddress(a, allowed));
      if (error) callback(error, []);
      else if (bad.length > 0) callback(refused(hostname, bad), []);
      else if (options.all) callback(null, addresses);
      else callback(null, addresses[0]?.address ?? '', addresses[0]?.family);
    });
  };
}

function refused(hostname: string, addresses: readonly string[]): RenderError {
  return new RenderError(
    'voice_url_refused',
    `${hostname} is at ${addresses.join(', ')}, which is not a public address; ` +
      'put the voice where the internet sees it, or upload it (VOICE_ALLOW_PRIVATE allows others)',
    { details: { hostname } },
  );
}
