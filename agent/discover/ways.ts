import type { Configuration } from '../configuration.ts';
import { usersOf } from '../configuration.ts';
import { type IppAccess, toIppAccess } from '../ipp/access.ts';
import type { PrinterAccess } from '../poll.ts';
import type { SnmpAccess } from '../snmp/session.ts';
import { parseTarget } from '../snmp/target.ts';

/**
 * A way to ask a printer: with which of the configured secrets, or by IPP. It names them, so that what is stored holds no
 * password.
 */
export type Way = { user: string } | { community: string; v1?: true } | { ipp: string };

/** All ways to ask an address, best first: v3 keeps secrets, v2c is quick, v1 is what old printers know. */
export function snmpWays({ users, communities }: Pick<Configuration, 'users' | 'communities'>): Way[] {
  return [
    ...users.map(({ name }) => ({ user: name })),
    ...communities.map((community) => ({ community })),
    ...communities.map((community) => ({ community, v1: true as const })),
  ];
}

/** Where IPP printers listen at an address. */
export const ippWays = (address: string): Way[] => {
  if (address.includes('://')) return [{ ipp: address }];
  const { host } = parseTarget(address);
  const name = host.includes(':') ? `[${host}]` : host;
  return [{ ipp: `ipp://${name}/ipp/print` }];
};

/** A printer that wakes up takes a moment. */
const RETRIES = 2;

/** How to ask that address in that way; undefined: its secret is configured no more. */
export function accessBy(
  way: Way,
  address: string,
  configuration: Configuration,
  retries = RETRIES,
): PrinterAccess | undefined {
  const timeoutMs = configuration.timeoutSeconds * 1000;
  if ('ipp' in way) return { ipp: toIppAccess(way.ipp, timeoutMs * (retries + 1)) satisfies IppAccess };
  const common = { ...parseTarget(address), community: '', timeoutMs, retries };
  if ('user' in way) {
    const user = usersOf(configuration).find(({ name }) => name === way.user);
    return user && { snmp: { ...common, user } satisfies SnmpAccess };
  }
  if (!configuration.communities.includes(way.community)) return undefined;
  return { snmp: { ...common, community: way.community, ...(way.v1 && { v1: true }) } };
}
