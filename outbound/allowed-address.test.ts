import { describe, expect, test } from 'vitest';
import { isAllowedAddress } from './allowed-address.js';

const open = [
  '8.8.8.8',
  '1.1.1.1',
  '172.15.255.255',
  '172.32.0.1',
  '100.63.0.1',
  '2606:4700::1111',
  '::ffff:8.8.8.8',
];
const loopback = ['127.0.0.1', '127.255.255.254', '::1', '::ffff:127.0.0.1', '::ffff:7f00:1', '::127.0.0.1'];
const local = [
  '10.0.0.1',
  '172.16.0.1',
  '172.31.255.255',
  '192.168.1.1',
  '100.64.0.1',
  'fc00::1',
  '100.100.100.201',
  'fd00:ec2::255',
  '::ffff:10.0.0.1',
];
/** Where clouds give out credentials: link-local addresses, and services at other addresses. */
const linkLocal = [
  '169.254.169.254',
  'fe80::1',
  'fe80::1%eth0',
  '::ffff:169.254.169.254',
  '168.63.129.16',
  '::ffff:168.63.129.16',
  '100.100.100.200',
  '::ffff:100.100.100.200',
  'fd00:ec2::254',
  'FD00:0EC2:0:0:0:0:0:254',
  'fd00:ec2::23',
  'fd20:ce::254',
  'fd00:42::42',
];
const never = [
  // This host, broadcast, multicast, reserved, documentation, benchmarks
  '0.0.0.0',
  '0.1.2.3',
  '255.255.255.255',
  '224.0.0.1',
  '240.0.0.1',
  '192.0.0.1',
  '192.0.2.1',
  '198.18.0.1',
  '198.51.100.1',
  '203.0.113.1',
  '::',
  'ff02::1',
  '100::1',
  '2001:db8::1',
  'fec0::1',
  // Tunnels and translations, which hide the destination: 6to4, Teredo, NAT64, IPv4-compatible
  '2002:7f00:1::',
  '2002:a00:1::1',
  '2001:0:4136:e378:8000:63bf:3fff:fdd2',
  '64:ff9b::7f00:1',
  '64:ff9b:1::a00:1',
  '::ffff:0:7f00:1',
  '::7f00:1',
  '::a00:1',
  // Unassigned
  '4000::1',
  '1::1',
];

describe.each([
  { setting: 'off', allowed: [open], refused: [loopback, local, linkLocal, never] },
  { setting: 'loopback', allowed: [open, loopback], refused: [local, linkLocal, never] },
  { setting: 'on', allowed: [open, loopback, local], refused: [linkLocal, never] },
  { setting: 'link-local', allowed: [open, loopback, local, linkLocal], refused: [never] },
] as const)('isAllowedAddress with VOICE_ALLOW_PRIVATE=$setting', ({ setting, allowed, refused }) => {
  test.each(allowed.flat())('allows %s', (address) => {
    expect(isAllowedAddress(address, setting)).toBe(true);
  });

  test.each(refused.flat())('refuses %s', (address) => {
    expect(isAllowedAddress(address, setting)).toBe(false);
  });
});

test.each(['10.0.0.1', '127.0.0.1', '240.0.0.1', '0.0.0.0', '8.8.8.8', '::1'])(
  'isAllowedAddress allows every address with the policy any: %s',
  (address) => {
    expect(isAllowedAddress(address, 'any')).toBe(true);
  },
);
