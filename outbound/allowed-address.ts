import ipaddr from 'ipaddr.js';

/**
 * Which addresses a URL may point to: as configured for external URLs, or any address for URLs from
 * the operator's own settings.
 */
export type AllowedAddresses = 'off' | 'loopback' | 'on' | 'any';

/** IPv6 that IANA has allocated; other addresses lead nowhere, or to an embedded IPv4. */
const globalUnicast = ipaddr.parseCIDR('2000::/3');

/**
 * Whether a connection to `address` is allowed: public unicast always, others depending on the
 * setting. IPv4 inside IPv6 counts as IPv4; tunnels (6to4, Teredo, NAT64) count as private, because
 * their end is unknown.
 */
export function isAllowedAddress(address: string, allowed: AllowedAddresses): boolean {
  if (allowed === 'any') return true;
  const parsed = ipaddr.process(address);
  const range = parsed.range();
  if (range === 'unicast') return parsed.kind() === 'ipv4' || parsed.match(globalUnicast);
  if (range === 'loopback') return allowed !== 'off';
  return allowed === 'on' && ['private', 'uniqueLocal', 'linkLocal', 'carrierGradeNat'].includes(range);
}
