import type { Configuration } from '../configuration.ts';
import { pollIpp } from '../ipp/poll.ts';
import { entries, hrDevicePrinter, sysObjectID } from '../snmp/printer-mib.ts';
import { openSession, type SnmpAccess } from '../snmp/session.ts';
import { each, paced } from './pace.ts';
import { addressesOf } from './ranges.ts';
import { accessBy, ippWays, snmpWays, type Way } from './ways.ts';

export interface Found {
  address: string;
  way: Way;
}

/** What stands for being a printer: its type, or tables that nothing else has. */
const SIGNS = [entries.general, entries.supplies, entries.marker];

/**
 * Looks for printers at the configured hosts and in the configured ranges, and nowhere else; at most so many at the same time
 * and so many requests in a second. `onFound` hears of each at once. Nothing that an address does ends the search.
 */
export async function discover(
  configuration: Configuration,
  onFound: (found: Found) => void,
  signal?: AbortSignal,
): Promise<{ asked: number; found: number }> {
  const { hosts, ranges, exclude, concurrency, perSecond, ipp } = configuration;
  const inRanges = addressesOf(ranges, exclude).filter((address) => !hosts.includes(address));
  const addresses = [...hosts, ...inRanges];
  const turn = paced(perSecond, signal);
  let found = 0;
  await each(
    addresses,
    concurrency,
    async (address) => {
      const way = await wayTo(address, configuration, ipp, turn).catch(() => undefined);
      if (!way || signal?.aborted) return;
      found += 1;
      onFound({ address, way });
    },
    signal,
  );
  return { asked: addresses.length, found };
}

/** The best way in which a printer answers at the address; undefined: there is none. */
async function wayTo(address: string, configuration: Configuration, ipp: boolean, turn: () => Promise<void>) {
  const ways = address.includes('://') ? [] : snmpWays(configuration);
  // All at once: each waits for its own answer, and most addresses have none to wait for.
  const answers = await Promise.all(
    ways.map(async (way) => {
      await turn();
      const access = accessBy(way, address, configuration, 1);
      return access && 'snmp' in access && (await isPrinter(access.snmp).catch(() => false));
    }),
  );
  const bySnmp = ways.find((_, i) => answers[i]);
  if (bySnmp || !ipp) return bySnmp;
  for (const way of ippWays(address)) {
    await turn();
    const access = accessBy(way, address, configuration, 1);
    if (!access || !('ipp' in access)) continue;
    const printer = await pollIpp(access.ipp, new Date()).catch(() => undefined);
    if (printer && (printer.model || printer.supplies.length > 0)) return way;
  }
  return undefined;
}

async function isPrinter(access: SnmpAccess): Promise<boolean> {
  const session = await openSession(access);
  try {
    await session.get([sysObjectID]).catch((error) => {
      if ((error as { failure?: string }).failure !== 'answer') throw error;
    });
    const [type] = await session.getNext(`${entries.device}.2`);
    if (typeof type?.value === 'object' && 'oid' in type.value && type.value.oid === hrDevicePrinter) return true;
    for (const entry of SIGNS) {
      const [first] = await session.getNext(entry);
      if (first && !first.end && first.oid.startsWith(`${entry}.`)) return true;
    }
    return false;
  } finally {
    session.close();
  }
}
