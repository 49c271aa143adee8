import { daysBetween, plusDays } from '../time.ts';
import { daysUntilUsed } from './interval.ts';
import { type EstimatedLevel, levelOf, newestLevel, shareAt } from './level.ts';
import { remember } from './memory.ts';
import { type LearnedRate, rateBounds } from './rate.ts';
import { historyOf, type SlotHistory } from './slot-history.ts';
import type { DrySpell, Forecast, ForecastBasis, ForecastInput, Jump, Swap } from './types.ts';

/** What the readings of a slot teach, whatever the time of day: `forecastAt` applies it to any later instant at no cost. */
export type LearnedSlot =
  | { known: false; reason: Extract<Forecast, { known: false }>['reason']; swaps: Swap[] }
  | {
      known: true;
      basis: ForecastBasis;
      rate: LearnedRate;
      /** By all readings. */
      newest: EstimatedLevel;
      /** Without the odd readings at the end that nothing has confirmed. */
      accepted: EstimatedLevel;
      jump?: Jump;
      swaps: Swap[];
      dryAt?: Date;
      dry?: DrySpell;
      hiddenShare: number;
      observations: number;
      jobUse: number[];
    };

/** A05: days of use of one slot with their 80 % interval, from whatever its gauge, its page counter and its model tell. */
export function forecastSlot(input: ForecastInput): Forecast {
  return forecastAt(learnSlot(input), input.now);
}

/** Everything of a forecast that does not depend on `now`. */
export function learnSlot({ profile, confirmationHours, observations, jobs }: Omit<ForecastInput, 'now'>): LearnedSlot {
  return learnFrom(historyOf(remember({ profile, confirmationHours }, observations), jobs));
}

/** The same from a history that is at hand. */
export function learnFrom(history: SlotHistory): LearnedSlot {
  if (!history.told) return { known: false, reason: history.reason, swaps: history.swaps };
  const { samples, noise, hiddenShare, trace, sensor, regular, rate } = history;
  const { swaps, jump, accepted, dry } = trace;
  if (!rate) return { known: false, reason: 'rate-unknown', swaps };
  return {
    known: true,
    basis: rate.usualWeight > 0.5 ? 'usual-rate' : sensor.basis,
    rate,
    newest: newestLevel(trace, samples, rate, noise),
    accepted: levelOf(trace, rate, noise),
    jump,
    swaps,
    dryAt: dry?.since,
    dry,
    hiddenShare,
    observations: accepted,
    jobUse: regular.booked,
  };
}

/** The forecast at `now`, by what was learnt from the readings. */
export function forecastAt(learned: LearnedSlot, now: Date): Forecast {
  if (!learned.known) return learned;
  const { basis, rate, newest, accepted, jump, swaps, dryAt, dry, hiddenShare, observations, jobUse } = learned;
  const passedDays = Math.max(0, daysBetween(newest.at, now));
  const atReading = { share: newest.share, shareSd: newest.sd, rateSd: rate.sd, weekSd: rate.weekSd, passedDays };
  const days = daysUntilUsed({ ...atReading, ratePerDay: rate.perDay });
  const share = shareAt(newest, rate, now);
  return {
    known: true,
    basis,
    rate: rateBounds(rate),
    share,
    owed: Math.max(0, rate.perDay * passedDays - newest.share),
    shareWithoutJump: jump && !jump.confirmedBy ? shareAt(accepted, rate, now) : share,
    daysOfUse: Math.max(0, days.expected - passedDays),
    daysLow: Math.max(0, days.low - passedDays),
    daysHigh: Math.max(0, days.high - passedDays),
    atReading,
    runsOutAt: dryAt ?? plusDays(newest.at, days.expected),
    jump,
    swaps,
    dryAt,
    dry,
    hiddenShare,
    newestAt: newest.at,
    observations,
    jobUse,
  };
}
