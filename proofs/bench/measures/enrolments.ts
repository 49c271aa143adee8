import { makeFleet } from '../fleet.ts';
import { median } from '../load.ts';
import type { Figure } from '../report.ts';
import type { BenchServers } from '../servers.ts';
import type { Side } from '../sides.ts';

const devicesPerTurn = 60;

/** What Temporal's side of an enrolment costs: update with start and first assessment, beside a bare signal with start. */
export async function measureEnrolments(
  servers: BenchServers,
  { floor, product }: { floor: Side; product: Side },
  rounds: number,
): Promise<Figure[]> {
  const perSecond = { floor: [] as number[], product: [] as number[] };
  for (let round = 0; round < rounds; round += 1) {
    const name = `new-${round}`;
    const { devices } = await makeFleet(servers.owner, { name, devices: devicesPerTurn, historyDays: 0 });
    const timed = async (side: Side) => {
      const beganAt = performance.now();
      await side.begin(devices);
      return devices.length / ((performance.now() - beganAt) / 1000);
    };
    perSecond.floor.push(await timed(floor));
    perSecond.product.push(await timed(product));
  }
  return [
    { name: 'floor: signals with start', value: median(perSecond.floor), unit: 'per second' },
    {
      name: 'enrolments told to Temporal, of the floor’s signals with start',
      value: median(perSecond.product.map((value, i) => value / perSecond.floor[i]!)),
      unit: '× floor',
      target: { atLeast: 0.7 },
    },
  ];
}
