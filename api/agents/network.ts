import { isIPv6 } from 'node:net';

/** Four bytes of the address, then the parts of IPv6 that an Internet provider gives one customer. */
const V4_PARTS = 3;
const V6_GROUPS = 3;

/** The network that an address belongs to, as a customer's site has one: /24 of IPv4, /48 of IPv6. */
export function networkOf(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped || !isIPv6(address)) return `${(mapped ?? address).split('.').slice(0, V4_PARTS).join('.')}.0/24`;
  return `${expand(address).slice(0, V6_GROUPS).join(':')}::/48`;
}

/** All eight groups, without leading zeros. */
function expand(address: string): string[] {
  const [head = '', tail] = address.split('%')[0]!.split('::');
  const groups = (text: string | undefined) => (text ? text.split(':') : []);
  const [before, after] = [groups(head), groups(tail)];
  const zeros = Array.from({ length: tail === undefined ? 0 : 8 - before.length - after.length }, () => '0');
  return [...before, ...zeros, ...after].map((group) => group.toLowerCase().replace(/^0+(?=.)/, ''));
}
