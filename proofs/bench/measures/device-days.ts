import type { BenchDevice } from '../fleet.ts';
import { inTurns, median } from '../load.ts';
import type { Figure } from '../report.ts';
import type { BenchServers } from '../servers.ts';
import { type Side, type Turn, takeTurn } from '../sides.ts';

const signalsPerTurn = { floor: 400, product: 200 };

export interface DeviceDays {
  floor: Turn[];
  product: Turn[];
  weeks: Turn[];
  figures: Figure[];
}

/** Floor, product with one reading a signal, product with seven. */
export async function measureDeviceDays(
  servers: BenchServers,
  sides: { floor: Side; product: Side },
  devices: readonly BenchDevice[],
  rounds: number,
): Promise<DeviceDays> {
  const measured = await inTurns(rounds, {
    floor: () => takeTurn(servers, sides.floor, devices, { signals: signalsPerTurn.floor }),
    product: () => takeTurn(servers, sides.product, devices, { signals: signalsPerTurn.product }),
    weeks: () => takeTurn(servers, sides.product, devices, { signals: signalsPerTurn.product, readings: 7 }),
  });
  const ratios = (of: Turn[], factor = 1) =>
    of.map((turn, i) => (factor * turn.signalsPerSecond) / measured.floor[i]!.signalsPerSecond);
  return {
    ...measured,
    figures: [
      { name: 'floor: signals counted', value: perSecond(measured.floor), unit: 'per second' },
      { name: 'device-days, one reading a signal', value: perSecond(measured.product), unit: 'per second' },
      {
        name: 'device-days, one reading a signal, of the floor',
        value: median(ratios(measured.product)),
        unit: '× floor',
        target: { atLeast: 0.7 },
      },
      {
        name: 'device-days, seven readings a signal, of the floor’s signals',
        value: median(ratios(measured.weeks, 7)),
        unit: '× floor',
        target: { atLeast: 4.5 },
      },
    ],
  };
}

const perSecond = (turns: Turn[]) => median(turns.map(({ signalsPerSecond }) => signalsPerSecond));
export const cpuMs = (turns: Turn[]) => median(turns.map(({ cpuMsPerSignal }) => cpuMsPerSignal));
