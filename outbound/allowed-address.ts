import ipaddr from 'ipaddr.js';

/**
 * Which addresses a URL may lead to: as the settings say it of those that come from outside, or any,
 * for what whoever runs the service has named himself.
 */
export type AllowedAddresses = 'off' | 'loopback' | 'on' | 'any';

/** All that IANA has given out of IPv6; what lies outside leads nowhere, or to an embedded IPv4. */
const globalUnicast = ipaddr.parseCIDR('2000::/3');

/**
 * Whether a connection to `address` is allowed: public unicast always, and what the setting adds.
 * IPv4 inside of IPv6 counts as what it is; tunnels (6to4, Teredo, NAT64) count as private, since
 * where they end cannot be seen.
 */
export function isAllowedAddress(address: string, allowed: AllowedAddresses): boolean {
  if (allowed === 'any') return true;
  const parsed = ipaddr.process(address);
  const range = parsed.range();
  if (range === 'unicast') return parsed.kind() === 'ipv4' || parsed.match(globalUnicast);
  if (range === 'loopback') return allowed !== 'off';
  return allowed === 'on' && ['private', 'uniqueLocal', 'linkLocal', 'carrierGradeNat'].includes(range);
}
