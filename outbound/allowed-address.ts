import ipaddr from 'ipaddr.js';

/**
 * Which addresses a URL may point to: as configured for external URLs, or any address for URLs from
 * the operator's own settings.
 */
export type AllowedAddresses = 'off' | 'loopback' | 'on' | 'link-local' | 'any';

/** IPv6 that IANA has allocated; other addresses lead nowhere, or to an embedded IPv4. */
const globalUnicast = ipaddr.parseCIDR('2000::/3');

/**
 * Services of clouds that give out credentials, like those at link-local addresses, but have other addresses: Azure,
 * Alibaba, Amazon (machines, pods), Google, and Scaleway.
 */
const cloudServices = new Set([
  '168.63.129.16',
  '100.100.100.200',
  'fd00:ec2::254',
  'fd00:ec2::23',
  'fd20:ce::254',
  'fd00:42::42',
]);

const privateRanges = ['private', 'uniqueLocal', 'carrierGradeNat'];

/**
 * Whether a connection to `address` is allowed: public unicast always, others depending on the
 * setting. `on` opens private networks; `link-local` opens also what clouds use for their metadata services, which give
 * out credentials. IPv4 inside IPv6 counts as IPv4; tunnels (6to4, Teredo, NAT64) count as private, because
 * their end is unknown.
 */
export function isAllowedAddress(address: string, allowed: AllowedAddresses): boolean {
  if (allowed === 'any') return true;
  const parsed = ipaddr.process(address);
  const range = parsed.range();
  if (range === 'linkLocal' || cloudServices.has(parsed.toString())) return allowed === 'link-local';
  if (range === 'unicast') return parsed.kind() === 'ipv4' || parsed.match(globalUnicast);
  if (range === 'loopback') return allowed !== 'off';
  return (allowed === 'on' || allowed === 'link-local') && privateRanges.includes(range);
}
