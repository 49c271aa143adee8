import { isIPv6 } from 'node:net';

const SNMP_PORT = 161;

/** HOST, HOST:PORT, an IPv6 address, or [IPv6]:PORT. Throws a RangeError whose message says what is expected. */
export function parseTarget(text: string): { host: string; port: number } {
  if (isIPv6(text)) return { host: text, port: SNMP_PORT };
  const match = /^(?:\[(?<v6>[0-9A-Fa-f:.%a-z]+)\]|(?<name>[^\s:/[\]]+))(?::(?<port>\d{1,5}))?$/.exec(text);
  const { v6, name, port } = match?.groups ?? {};
  const host = v6 ?? name;
  const number = port === undefined ? SNMP_PORT : Number(port);
  if (!host || (v6 && !isIPv6(v6)) || number < 1 || number > 65_535) {
    throw new RangeError(`“${text}” is no printer’s address: give HOST, HOST:PORT or [IPv6]:PORT.`);
  }
  return { host, port: number };
}
