import { type BenchDevice, makeFleet } from '../fleet.ts';
import { inTurns, median } from '../load.ts';
import type { Figure } from '../report.ts';
import type { BenchServers } from '../servers.ts';
import { productSide, type Side, stagger, type Turn, takeTurn } from '../sides.ts';
import { cpuMs } from './device-days.ts';

/** After how many readings a device might continue as new. */
const intervals = [1, 2, 3, 5, 7, 14];

/**
 * A device whose workflow is not in the worker's memory any more is replayed from its history. The fleet is ten times the cache and
 * told round and round, so that every wake-up is such a one.
 */
export async function measureCold(
  servers: BenchServers,
  { floor, product }: { floor: Side; product: Side },
  devices: readonly BenchDevice[],
  rounds: number,
): Promise<Figure[]> {
  await product.worker.stop();
  const turns = await coldTurns(servers, floor, devices, { rounds });
  return [
    { name: 'CPU of all processes per warm signal of the floor', value: cpuMs(turns.floor), unit: 'ms' },
    { name: 'CPU of all processes per cold device-day', value: cpuMs(turns.cold), unit: 'ms' },
    {
      name: 'CPU per cold device-day, of the floor’s warm signal',
      value: median(turns.cold.map((turn, i) => turn.cpuMsPerSignal / turns.floor[i]!.cpuMsPerSignal)),
      unit: '× floor',
      target: { atMost: 3 },
    },
  ];
}

/** The same for other intervals, and what a warm device-day costs with them: the table that chose one. Each has a fleet of its own. */
export async function compareIntervals(
  servers: BenchServers,
  floor: Side,
  { devices, historyDays }: { devices: readonly BenchDevice[]; historyDays: number },
) {
  const rows = [];
  for (const readingsPerRun of intervals) {
    const own = { name: `every-${readingsPerRun}`, devices: devices.length, historyDays };
    const fleet = await makeFleet(servers.owner, own);
    const wish = { kind: 'product', maxCachedWorkflows: devices.length * 2, readingsPerRun } as const;
    const worker = await servers.startWorker(wish);
    const side = productSide(servers, worker);
    await side.begin(fleet.devices);
    await stagger(servers, side, fleet.devices, readingsPerRun);
    const warm = await takeTurn(servers, side, fleet.devices, { signals: 2 * devices.length });
    await worker.stop();
    const { cold, floor: counting } = await coldTurns(
      servers,
      floor,
      fleet.devices,
      { rounds: 2, readingsPerRun },
      devices,
    );
    rows.push({
      'readings per run': String(readingsPerRun),
      'CPU ms per warm device-day': warm.cpuMsPerSignal,
      'per cold one': cpuMs(cold),
      'of it Temporal ms': median(cold.map(({ cpuMsPerSignalOf }) => cpuMsPerSignalOf.temporal)),
      'of it worker ms': median(cold.map(({ cpuMsPerSignalOf }) => cpuMsPerSignalOf.worker)),
      'cold × floor': cpuMs(cold) / cpuMs(counting),
    });
  }
  return rows;
}

/** `counted`: the devices that the floor counts for; those of the product's fleet unless told. */
async function coldTurns(
  servers: BenchServers,
  floor: Side,
  devices: readonly BenchDevice[],
  { rounds, readingsPerRun }: { rounds: number; readingsPerRun?: number },
  counted = devices,
): Promise<Record<'floor' | 'cold', Turn[]>> {
  const maxCachedWorkflows = Math.floor(devices.length / 10);
  // Well below what it keeps: a workflow that is being worked on is not put out.
  const atOnce = Math.max(1, Math.floor(maxCachedWorkflows / 4));
  const worker = await servers.startWorker({ kind: 'product', maxCachedWorkflows, readingsPerRun });
  try {
    const side = productSide(servers, worker);
    return await inTurns(rounds, {
      floor: () => takeTurn(servers, floor, counted, { signals: 2 * devices.length, atOnce }),
      cold: () => takeTurn(servers, side, devices, { signals: devices.length, atOnce }),
    });
  } finally {
    await worker.stop();
  }
}
