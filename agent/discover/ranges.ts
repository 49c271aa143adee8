/** A larger one is a mistake, or takes days to look through. */
const MAX_ADDRESSES = 65_536;

/**
 * Every address of the ranges (`192.0.2.0/24`, `192.0.2.10-192.0.2.20`, one address) but the excluded ones; each once, in
 * order. Network and broadcast address of a range are left out. IPv4: one of IPv6 cannot be looked through. Throws a
 * RangeError that says what is expected.
 */
export function addressesOf(ranges: readonly string[], exclude: readonly string[]): string[] {
  const spans = ranges.map(toSpan);
  const total = spans.reduce((sum, { first, last }) => sum + last - first + 1, 0);
  if (total > MAX_ADDRESSES) {
    throw new RangeError(
      `ranges: ${total} addresses are more than ${MAX_ADDRESSES}. Name smaller networks, or the printers as hosts.`,
    );
  }
  const left = exclude.map(toSpan);
  const all = spans.flatMap(({ first, last }) => Array.from({ length: last - first + 1 }, (_, i) => first + i));
  return [...new Set(all)]
    .filter((address) => !left.some(({ first, last }) => address >= first && address <= last))
    .sort((a, b) => a - b)
    .map(toText);
}

interface Span {
  first: number;
  last: number;
}

function toSpan(text: string): Span {
  const [, start, bits] = /^([\d.]+)\/(\d{1,2})$/.exec(text) ?? [];
  if (start && bits) {
    const length = Number(bits);
    const size = 2 ** (32 - length);
    const address = toNumber(start);
    if (length >= 8 && length <= 32 && address !== undefined) {
      const network = Math.floor(address / size) * size;
      // Of more than two addresses the first names the network and the last is everybody.
      const edge = size > 2 ? 1 : 0;
      return { first: network + edge, last: network + size - 1 - edge };
    }
  }
  const [from, to = from] = text.split('-');
  const [first, last] = [toNumber(from ?? ''), toNumber(to ?? '')];
  if (first !== undefined && last !== undefined && first <= last) return { first, last };
  throw new RangeError(`“${text}” is no range: give 192.0.2.0/24, 192.0.2.10-192.0.2.20 or 192.0.2.10.`);
}

function toNumber(text: string): number | undefined {
  const parts = text.split('.').map((part) => (/^\d{1,3}$/.test(part) ? Number(part) : 256));
  if (parts.length !== 4 || parts.some((part) => part > 255)) return undefined;
  return parts.reduce((sum, part) => sum * 256 + part, 0);
}

const toText = (address: number) => [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join('.');
