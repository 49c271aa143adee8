import { setTimeout as sleep } from 'node:timers/promises';
import type { Progress } from '../../servers/setup-error.ts';
import type { TheirServer } from '../../test/harness/their-server.ts';
import type { Fleet } from '../loop/fleet.ts';
import { makeLoopFleet, type Outcome, patientOf, startLoop } from '../loop/loop.ts';
import type { ToSend } from '../loop/warehouse.ts';
import type { Shape } from '../prodlike/shape.ts';
import { Dice } from '../year/random.ts';
import { makeCases } from './cases.ts';
import { type Recovery, suffer, unusual, type Ways } from './episodes.ts';
import { type PartName, planEpisodes } from './plan.ts';

export interface FaultsOptions {
  cases: number;
  devices: number;
  /** Of a fault, and of being down. */
  seconds: number;
  downSeconds: number;
  /** Faults of this part only. */
  at?: PartName;
  seed: number;
}

export interface Figures extends Outcome {
  recoveries: Recovery[];
  cases: number;
  /** Tries of cases without an answer. */
  casesUnanswered: number;
}

const perSecond = 5;
/** Between two faults: what getting back to normal takes at most, and a while of peace. */
const betweenSeconds = 10;
const peaceMs = 3000;
const hangUpShare = 0.1;
const longestListenMs = 100;
const mostSettleSeconds = 60;
const sayEveryMs = 30_000;

export async function runFaults(
  shape: Shape,
  ways: Ways,
  erp: TheirServer,
  options: FaultsOptions,
  progress: Progress,
): Promise<Figures> {
  const dice = new Dice(options.seed);
  const episodes = planEpisodes(options.seconds, options.downSeconds, options.at);
  const seconds = episodes.reduce((sum, each) => sum + each.seconds + betweenSeconds, 0);
  progress(`${episodes.length} faults, about ${Math.ceil(seconds / 60)} minutes of them`);
  const fleet = await makeLoopFleet(shape, { devices: options.devices, seconds, perSecond, dice });
  const cases = await makeCases(shape, options.cases);
  const list = await connectErp(fleet, ways.networks.erp.port, erp);
  const patient = patientOf(shape, fleet);
  const loop = await startLoop(shape, ways.tap, { fleet, patient, perSecond, dice, list, progress });
  const { db, reporting, warehouse } = loop;
  const hasty = patientOf(shape, fleet, () => (dice.chance(hangUpShare) ? dice.whole(1, longestListenMs) : undefined));
  const ticking = setInterval(
    () =>
      progress(
        `${cases.done} cases, ${reporting.acknowledged.length} readings, ${warehouse.parcels.size} orders shipped`,
      ),
    sayEveryMs,
  );
  try {
    const asking = cases.run(hasty, seconds);
    asking.catch(() => {});
    const recoveries: Recovery[] = [];
    const normal = (sinceMs: number) =>
      unusual(
        db,
        shape.apis.map(({ url }) => url),
        sinceMs,
      );
    for (const episode of episodes) {
      recoveries.push(await suffer(episode, ways, normal, progress));
      await sleep(peaceMs);
    }
    await asking;
    const outcome = await loop.finish(mostSettleSeconds, []);
    return {
      ...outcome,
      recoveries,
      cases: cases.done,
      casesUnanswered: hasty.unanswered,
      checks: [
        ...outcome.checks,
        {
          name: 'keys with another number of effects than one',
          problems: [...cases.problems, ...(await cases.check(db))],
        },
        { name: 'orders that the ERP was given under two keys, or by somebody else', problems: erpProblems(erp) },
      ],
    };
  } finally {
    clearInterval(ticking);
    await loop.close();
  }
}

/** One ERP for everybody; it remembers each effect by its key, as docs/erp.md asks for, and its people send what it was given. */
async function connectErp({ customers }: Fleet, port: number, erp: TheirServer): Promise<() => Promise<ToSend[]>> {
  const url = new URL(erp.url);
  url.port = String(port);
  const { call } = customers[0]!;
  const { secret } = await call<{ secret: string }>('POST', '/erp-connections', { name: 'ERP', url: url.href });
  erp.secrets = [secret];
  return async () => placed(erp);
}

const placed = ({ effects }: TheirServer): ToSend[] =>
  effects.flatMap(({ body: { type, data } }) => {
    if (type !== 'fulfilment.place') return [];
    const lines = (data as ToSend).lines.map(({ lineId, quantity }) => ({ lineId, quantity }));
    return [{ orderId: data.orderId, lines }];
  });

function erpProblems(erp: TheirServer): string[] {
  const orders = Map.groupBy(placed(erp), ({ orderId }) => orderId);
  const forged = erp.arrived.filter(({ genuine }) => !genuine).length;
  return [
    ...[...orders].flatMap(([orderId, times]) =>
      times.length > 1 ? [`${orderId} was given ${times.length} times`] : [],
    ),
    ...(forged > 0 ? [`${forged} requests were not signed`] : []),
  ];
}
