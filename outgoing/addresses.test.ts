import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addressRule } from './addresses.ts';

const mayConnect = addressRule([]);

describe('addresses that anybody may have on the internet', () => {
  test.each(['93.184.216.34', '1.1.1.1', '2606:4700:4700::1111', '::ffff:1.1.1.1'])('%s may be called', (address) => {
    expect(mayConnect(address)).toBe(true);
  });
});

describe('addresses that lead into a network, or nowhere', () => {
  test.each([
    ['loopback', '127.0.0.1'],
    ['all of loopback', '127.255.3.9'],
    ['loopback of IPv6', '::1'],
    ['this host', '0.0.0.0'],
    ['this host of IPv6', '::'],
    ['private 10/8', '10.1.2.3'],
    ['private 172.16/12', '172.31.255.1'],
    ['private 192.168/16', '192.168.0.1'],
    ['link-local, metadata of clouds', '169.254.169.254'],
    ['link-local of IPv6', 'fe80::1'],
    ['site-local of IPv6, given up', 'fec0::1'],
    ['unique local', 'fd00:ec2::254'],
    ['shared by a provider', '100.64.0.1'],
    ['benchmarks', '198.18.0.1'],
    ['documentation', '203.0.113.5'],
    ['multicast', '224.0.0.1'],
    ['broadcast', '255.255.255.255'],
    ['reserved', '240.0.0.1'],
    ['private in IPv6’s clothes', '::ffff:10.0.0.1'],
    ['the same in hexadecimal', '::ffff:7f00:1'],
    ['private through NAT64', '64:ff9b::a00:1'],
    ['private through 6to4', '2002:a00:1::'],
    ['Teredo', '2001:0:53aa:64c::1'],
    ['not given out', '4000::1'],
    ['no address at all', 'localhost'],
  ])('%s: %s', (_what, address) => {
    expect(mayConnect(address)).toBe(false);
  });

  test('no spelling of a private IPv4 address gets through in IPv6', () => {
    fc.assert(
      fc.property(fc.constantFrom(10, 127), fc.nat(255), fc.nat(255), fc.nat(255), (a, b, c, d) => {
        const hex = [a * 256 + b, c * 256 + d].map((part) => part.toString(16)).join(':');
        return [`${a}.${b}.${c}.${d}`, `::ffff:${a}.${b}.${c}.${d}`, `::ffff:${hex}`, `64:ff9b::${hex}`].every(
          (address) => !mayConnect(address),
        );
      }),
    );
  });
});

describe('networks that the operator names', () => {
  const named = addressRule(['10.2.0.0/16', '192.168.1.7', 'fd12::/16']);

  test.each(['10.2.255.1', '192.168.1.7', 'fd12::9', '::ffff:10.2.0.1'])('%s may be called', (address) => {
    expect(named(address)).toBe(true);
  });

  test.each(['10.3.0.1', '192.168.1.8', 'fd13::9', '127.0.0.1'])('%s is none of them', (address) => {
    expect(named(address)).toBe(false);
  });
});
