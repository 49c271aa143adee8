import { dayMs } from '../time.ts';
import { z90 } from './interval.ts';
import type { Rate } from './types.ts';
import type { UsePoint } from './use.ts';
import { weeklyUse } from './weeks.ts';

/** What a slot's history tells of its rate. */
export interface LearnedRate {
  /** Cartridges per day. */
  perDay: number;
  /** Standard deviation of `perDay`. */
  sd: number;
  /** Standard deviation of the use of one week, in cartridges. */
  weekSd: number;
  /** How much of `perDay` (0…1) is the model's usual rate. */
  usualWeight: number;
  /** Days of own use that it rests on. */
  days: number;
}

export interface RateOptions {
  usualRatePerDay?: number;
  /** Share (0…1) that may pass unseen between two changes of the gauge; 0 where something finer fills the gap. */
  blindShare: number;
}

/** Two time scales: the long one is steady, the short one follows a change. */
const longDays = 150;
const shortWeeks = 4;

/** No week counts for more than this many times the mean of the others: a burst must not set the rate. */
const burstTimes = 2;

/** The short rate counts half when it stands this many standard errors apart from the weeks before. */
const halfWayErrors = 3;

/** Until a slot has shown its own spread, the use of a week scatters by half its mean; that counts as three weeks seen. */
const usualScatter = 0.5;
const usualScatterWeeks = 3;

/** The model's usual rate counts as much as this many own days, and half the time in which the gauge shows nothing. */
const usualRateDays = 7;
const longestUsualRateDays = 60;

/** Devices of one model scatter about its usual rate by so much of it. */
const usualRateScatter = 0.7;

/** The rate of a slot from its cumulative use; undefined where there is neither own use over time nor a usual rate. */
export function learnRate(points: readonly UsePoint[], options: RateOptions): LearnedRate | undefined {
  const own = ownRate(points);
  const usual = options.usualRatePerDay;
  if (usual === undefined || !(usual > 0)) return own && { ...own, usualWeight: 0 };
  const usualDays = Math.min(usualRateDays + (0.5 * options.blindShare) / usual, longestUsualRateDays);
  const usualWeight = usualDays / (usualDays + (own?.days ?? 0));
  const ownWeight = 1 - usualWeight;
  const perDay = usualWeight * usual + ownWeight * (own?.perDay ?? 0);
  const sd = Math.sqrt((usualWeight * usualRateScatter * usual) ** 2 + (ownWeight * (own?.sd ?? 0)) ** 2);
  return { perDay, sd, weekSd: own?.weekSd ?? 7 * usualScatter * usual, usualWeight, days: own?.days ?? 0 };
}

/** Nothing is known of a rate whose standard deviation is more than so many times itself. */
const largestVariation = 3;

/**
 * The rate with its 80 % bounds. A rate is positive and its error is one of proportion, so that the bounds are those of a
 * log-normal distribution of the same variation.
 */
export function rateBounds({ perDay, sd }: LearnedRate): Rate {
  if (!(perDay > 0)) return { perDay: 0, low: 0, high: z90 * sd };
  const variation = Math.min(sd / perDay, largestVariation);
  const spread = Math.exp(z90 * Math.sqrt(Math.log(1 + variation ** 2)));
  return { perDay, low: perDay / spread, high: perDay * spread };
}

type OwnRate = Omit<LearnedRate, 'usualWeight'>;

function ownRate(points: readonly UsePoint[]): OwnRate | undefined {
  const weeks = weeklyUse(points, longDays);
  return weeks.length < shortWeeks ? youngRate(points, weeks) : rateOfWeeks(capBursts(weeks));
}

/** Of less than four weeks: all use over all time. */
function youngRate(points: readonly UsePoint[], weeks: readonly number[]): OwnRate | undefined {
  const [first, last] = [points[0], points.at(-1)];
  if (!first || !last || last.at === first.at) return undefined;
  const days = (last.at - first.at) / dayMs;
  const perDay = Math.max(0, last.use - first.use) / days;
  const weekSd = Math.sqrt(weekVariance([weeks], 7 * perDay));
  return { perDay, weekSd, sd: weekSd / Math.sqrt(7 * days), days };
}

/**
 * The mean of all weeks and that of the last four, mixed by how surely these differ from the ones before: the weight of the
 * short rate is z² / (z² + 9), with z the difference in standard errors.
 */
function rateOfWeeks(weeks: readonly number[]): OwnRate {
  const [recent, before] = [weeks.slice(0, shortWeeks), weeks.slice(shortWeeks)];
  const long = mean(weeks);
  const short = mean(recent);
  const variance = weekVariance([recent, before], long);
  const error = variance * (1 / recent.length + 1 / Math.max(1, before.length));
  const z2 = before.length > 0 && error > 0 ? (short - mean(before)) ** 2 / error : 0;
  const shortWeight = z2 / (z2 + halfWayErrors ** 2);
  const perWeek = Math.max(0, shortWeight * short + (1 - shortWeight) * long);
  const meanError = Math.sqrt(shortWeight ** 2 / recent.length + (1 - shortWeight) ** 2 / weeks.length);
  const weekSd = Math.sqrt(variance);
  return { perDay: perWeek / 7, weekSd, sd: (weekSd * meanError) / 7, days: 7 * weeks.length };
}

/** Use that comes in lumps, weeks apart, has no bursts: less than so many of its weeks reach a part of the mean. */
const regularWeeks = 0.6;
const regularUse = 0.25;

function capBursts(weeks: readonly number[]): readonly number[] {
  const total = sum(weeks);
  const least = (regularUse * total) / weeks.length;
  let used = 0;
  for (const use of weeks) if (use >= least) used += 1;
  if (used < regularWeeks * weeks.length) return weeks;
  return weeks.map((use) => Math.min(use, Math.max(0, (burstTimes * (total - use)) / (weeks.length - 1))));
}

/** Variance of a week's use within each group, with the usual scatter about `perWeek` as a start. */
function weekVariance(groups: readonly (readonly number[])[], perWeek: number): number {
  let squares = usualScatterWeeks * (usualScatter * Math.max(0, perWeek)) ** 2;
  let freedom = usualScatterWeeks;
  for (const weeks of groups) {
    const middle = mean(weeks);
    for (const use of weeks) squares += (use - middle) ** 2;
    freedom += Math.max(0, weeks.length - 1);
  }
  return squares / freedom;
}

function sum(values: readonly number[]): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}

function mean(values: readonly number[]): number {
  return sum(values) / values.length;
}
