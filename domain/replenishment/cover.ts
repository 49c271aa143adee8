import { daysUntilUsed, z90 } from '../forecast/interval.ts';
import { exceededWith } from '../forecast/normal.ts';
import type { EstimateAtReading, Forecast } from '../forecast/types.ts';
import type { SlotSituation } from './situation.ts';

/** Longer than any policy looks ahead; what is hardly used counts as covered for ten years, not for ever (JSON has no infinity). */
const longestCoverDays = 3650;

/** To a tenth of a second: arithmetic noise must not decide at a boundary. */
export function tidy(days: number): number {
  return Math.round(Math.min(days, longestCoverDays) * 1e6) / 1e6;
}

function daysFor(cartridges: number, ratePerDay: number): number {
  if (cartridges <= 0) return 0;
  return tidy(ratePerDay > 0 ? cartridges / ratePerDay : longestCoverDays);
}

/** Cartridges beyond the installed one: shelf and open lines, apart from those that belong to jobs, arrived or not (A14). */
function spare(s: SlotSituation): number {
  const open = s.openLines.filter(({ kind }) => kind !== 'exceptional');
  return Math.max(0, s.shelf - s.keptForJobs) + open.reduce((sum, { outstanding }) => sum + outstanding, 0);
}

/** The same without what has been taken from it since the newest reading. */
function behind(s: SlotSituation, { owed = 0 }: Extract<Forecast, { known: true }>): number {
  return spare(s) - owed;
}

/** Days until the slot would run dry counting installed + shelf + in transit + on order; null while the forecast is unknown. */
export function coverDays(s: SlotSituation): number | null {
  return s.forecast.known ? daysFor(s.forecast.share + behind(s, s.forecast), s.forecast.rate.perDay) : null;
}

/** The situation as the readings before an unconfirmed jump would have it; the same where there is none (A05). */
export function withoutJump(s: SlotSituation): SlotSituation {
  if (!s.forecast.known) return s;
  const { share, shareWithoutJump, atReading } = s.forecast;
  const before = atReading && { ...atReading, share: atReading.share + shareWithoutJump - share };
  return { ...s, forecast: { ...s.forecast, share: shareWithoutJump, ...(before && { atReading: before }) } };
}

/** 80 % interval of the cover: when everything that is there will have been used, as `daysUntilUsed` has it for one cartridge. */
export function coverInterval(s: SlotSituation): { low: number; high: number } | null {
  if (!s.forecast.known) return null;
  if (s.forecast.atReading) return intervalFrom(s.forecast, s.forecast.atReading, spare(s), z90);
  // A decision stored before the forecast told what its interval rests on: the stock at the bounds of the rate.
  const { rate, daysLow, daysHigh } = s.forecast;
  return {
    low: tidy(Math.max(0, daysLow) + daysFor(behind(s, s.forecast), rate.high)),
    high: tidy(Math.max(0, daysHigh) + daysFor(behind(s, s.forecast), rate.low)),
  };
}

/**
 * Days within which everything that is there will have been used with this probability (0.0001 to 0.5), by the same distribution as the
 * 80 % interval; null while the forecast is unknown, or does not say what its interval rests on.
 */
export function coverEndsWithin(s: SlotSituation, probability: number): number | null {
  if (!s.forecast.known || !s.forecast.atReading) return null;
  return intervalFrom(s.forecast, s.forecast.atReading, spare(s), exceededWith(probability)).low;
}

/** Cartridges differ from their rated yield by so much (standard deviation). */
const yieldScatter = 0.06;

function intervalFrom(
  { rate }: Extract<Forecast, { known: true }>,
  { share, shareSd, rateSd, weekSd, passedDays }: EstimateAtReading,
  spare: number,
  z: number,
): { low: number; high: number } {
  const { low, high } = daysUntilUsed(
    {
      share: share + spare,
      shareSd: Math.sqrt(shareSd ** 2 + yieldScatter ** 2 * Math.max(0, spare)),
      ratePerDay: rate.perDay,
      rateSd,
      weekSd,
    },
    z,
  );
  return { low: tidy(Math.max(0, low - passedDays)), high: tidy(Math.max(0, high - passedDays)) };
}
