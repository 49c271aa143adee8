import { type BenchDevice, makeFleet } from '../fleet.ts';
import { median } from '../load.ts';
import type { Figure } from '../report.ts';
import type { BenchServers } from '../servers.ts';
import { type Side, takeTurn } from '../sides.ts';

const few = 500;
const signals = 200;
const secondsADay = 86_400;
const million = 1_000_000;

/** Device-days beside 500 idle devices, then beside many; what each idle device takes up, without readings; what a million would need. */
export async function measureIdle(
  servers: BenchServers,
  product: Side,
  devices: readonly BenchDevice[],
  { fleet, rounds }: { fleet: number; rounds: number },
): Promise<Figure[]> {
  await addIdle(servers, product, 'few', few);
  const before = await turns(servers, product, devices, rounds);
  const small = await bytes(servers);
  await addIdle(servers, product, 'many', fleet - few);
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

async function addIdle(servers: BenchServers, product: Side, name: string, count: number): Promise<void> {
  if (count > 0)
    await product.begin((await makeFleet(servers.owner, { name, devices: count, historyDays: 0 })).devices);
}

async function turns(servers: BenchServers, product: Side, devices: readonly BenchDevice[], rounds: number) {
  const taken = [];
  for (let round = 0; round < rounds; round += 1) taken.push(await takeTurn(servers, product, devices, { signals }));
  return taken;
}

async function bytes({ owner, temporalBytes }: BenchServers): Promise<{ database: number; temporal: number }> {
  const [row] = await owner.client`select pg_database_size(current_database())::float8 as size`;
  return { database: row!.size as number, temporal: await temporalBytes() };
}
