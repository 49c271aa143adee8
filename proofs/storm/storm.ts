import { setTimeout as sleep } from 'node:timers/promises';
import type { Progress } from '../../servers/setup-error.ts';
import { makeLoopFleet, type Outcome, patientOf, startLoop } from '../loop/loop.ts';
import type { SmtpTap } from '../loop/smtp-tap.ts';
import { builtinOrders } from '../loop/warehouse.ts';
import type { Shape } from '../prodlike/shape.ts';
import { Dice } from '../year/random.ts';
import { type Kills, killAsPlanned } from './kills.ts';
import { planKills } from './plan.ts';

export interface StormOptions {
  minutes: number;
  devices: number;
  seed: number;
}

export interface Figures extends Outcome {
  kills: Kills;
  seconds: number;
  settledAfterSeconds: number;
}

/** Readings a second: more than the ten that are promised, as nobody is heard while a part is away. */
const perSecond = 14;
/** Everything must be done so soon after the last kill. */
export const mostSettleSeconds = 60;
const sayEveryMs = 15_000;

export async function storm(shape: Shape, tap: SmtpTap, options: StormOptions, progress: Progress): Promise<Figures> {
  const dice = new Dice(options.seed);
  const seconds = options.minutes * 60;
  const fleet = await makeLoopFleet(shape, { devices: options.devices, seconds, perSecond, dice });
  const patient = patientOf(shape, fleet);
  const loop = await startLoop(shape, tap, { fleet, patient, perSecond, dice, list: builtinOrders(patient), progress });
  const { reporting, warehouse } = loop;
  const ticking = setInterval(
    () => progress(`${reporting.acknowledged.length} readings acknowledged, ${warehouse.parcels.size} orders shipped`),
    sayEveryMs,
  );
  try {
    const began = performance.now();
    const kills = await killAsPlanned(shape, planKills(dice.of('kills'), seconds), dice.of('victims'), progress);
    await sleep(Math.max(0, seconds * 1000 - (performance.now() - began)));
    const lasted = (performance.now() - began) / 1000;
    const outcome = await loop.finish(
      mostSettleSeconds,
      kills.killed.flatMap(({ kind, atMs }) => (kind === 'worker' ? [atMs] : [])),
    );
    const lastKillMs = Math.max(...kills.killed.map(({ atMs }) => atMs));
    return {
      ...outcome,
      kills,
      seconds: lasted,
      settledAfterSeconds: (outcome.settledAtMs - lastKillMs) / 1000,
      checks: [...outcome.checks, { name: 'ended by itself, or does not start again', problems: kills.problems }],
    };
  } finally {
    clearInterval(ticking);
    await loop.close();
  }
}
