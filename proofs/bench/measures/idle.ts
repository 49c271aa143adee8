import { type BenchDevice, makeFleet } from '../fleet.ts';
import { inTurns, median } from '../load.ts';
import type { Figure } from '../report.ts';
import type { BenchServers } from '../servers.ts';
import { type Side, takeTurn } from '../sides.ts';

const few = 500;
/** Progress is told after so many of them. */
const toldOf = 2000;
const signals = 200;
const secondsADay = 86_400;
const million = 1_000_000;

/** Device-days beside 500 idle devices, then beside many; what each idle device takes up, without readings; what a million would need. */
export async function measureIdle(
  servers: BenchServers,
  product: Side,
  devices: readonly BenchDevice[],
  { fleet, rounds, progress }: { fleet: number; rounds: number; progress: (line: string) => void },
): Promise<Figure[]> {
  await addIdle(servers, product, { name: 'few', count: few, progress });
  const before = await turns(servers, product, devices, rounds);
  const small = await bytes(servers);
  await addIdle(servers, product, { name: 'many', count: fleet - few, progress });
  const large = await bytes(servers);
  const after = await turns(servers, product, devices, rounds);
  const added = Math.max(1, fleet - few);
  const cpuMs = median(after.map(({ cpuMsPerSignal }) => cpuMsPerSignal));
  const perSecond = (of: typeof before) => median(of.map(({ signalsPerSecond }) => signalsPerSecond));
  return [
    {
      name: `device-days beside ${fleet} idle devices, of those beside ${few}`,
      value: perSecond(after) / perSecond(before),
      unit: '×',
      target: { atLeast: 0.9 },
    },
    {
      name: 'PostgreSQL, an idle device without readings',
      value: (large.database - small.database) / added,
      unit: 'bytes',
    },
    { name: 'Temporal, an idle device', value: (large.temporal - small.temporal) / added, unit: 'bytes' },
    {
      name: 'a million device-days a day, spread evenly: cores busy, calculated',
      value: (cpuMs * million) / 1000 / secondsADay,
      unit: 'cores',
    },
  ];
}

async function addIdle(
  servers: BenchServers,
  product: Side,
  { name, count, progress }: { name: string; count: number; progress: (line: string) => void },
): Promise<void> {
  if (count <= 0) return;
  const { devices } = await makeFleet(servers.owner, { name, devices: count, historyDays: 0 });
  for (let from = 0; from < count; from += toldOf) {
    await product.begin(devices.slice(from, from + toldOf));
    progress(`${Math.min(from + toldOf, count)} of ${count} idle devices enrolled`);
  }
}

async function turns(servers: BenchServers, product: Side, devices: readonly BenchDevice[], rounds: number) {
  // Thousands that were enrolled meanwhile have put them out of the worker's memory: the turns that are not counted bring them back.
  const taken = await inTurns(rounds, { product: () => takeTurn(servers, product, devices, { signals }) });
  return taken.product;
}

async function bytes({ owner, temporalBytes }: BenchServers): Promise<{ database: number; temporal: number }> {
  const [row] = await owner.client`select pg_database_size(current_database())::float8 as size`;
  return { database: row!.size as number, temporal: await temporalBytes() };
}
