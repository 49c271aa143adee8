import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

type Range = ReturnType<typeof ipaddr.parseCIDR>;

/** The part of IPv6 that is given out to anybody (RFC 4291, IANA); all else leads into somebody's own network or nowhere. */
const givenOut: Range = ipaddr.parseCIDR('2000::/3');

/**
 * Which addresses we may connect to: those that anybody on the internet may have, and the `networks` that the operator names
 * (addresses or CIDR ranges). Loopback, private, link-local (where clouds keep their metadata), shared, multicast, translated and
 * reserved ones are not.
 */
export function addressRule(networks: readonly string[]): (address: string) => boolean {
  const named = networks.map((network): Range => {
    const [address = '', bits] = network.split('/');
    const parsed = ipaddr.parse(address);
    return [parsed, bits === undefined ? (parsed.kind() === 'ipv4' ? 32 : 128) : Number(bits)];
  });
  return (text) => {
    if (isIP(text) === 0) return false;
    // An IPv4 address in the clothes of IPv6 (::ffff:10.0.0.1) is judged as what it is.
    const address = ipaddr.process(text);
    if (named.some((range) => range[0].kind() === address.kind() && address.match(range))) return true;
    return address.range() === 'unicast' && (address.kind() === 'ipv4' || address.match(givenOut));
  };
}
