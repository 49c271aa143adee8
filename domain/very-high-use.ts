import { DateTime } from 'luxon';
import type { SlotHistory } from './forecast/slot-history.ts';
import type { UsePoint } from './forecast/use.ts';
import { usesAt } from './forecast/weeks.ts';
import { dayMs } from './time.ts';

export interface VeryHighUseInput {
  history: SlotHistory;
  now: Date;
  /** IANA name of the site's time zone. */
  timeZone: string;
  /** Complete weeks that must all be very high. */
  weeks: number;
  /** Rated-yield cartridges in a week from which it is. */
  perWeek: number;
  /** Days with a reading that a week must have to be judged. */
  reportingDaysPerWeek: number;
}

export interface WeekOfUse {
  /** Monday, as YYYY-MM-DD at the site. */
  startsOn: string;
  /** Rated-yield cartridges used, those booked to exceptional jobs apart (A14). */
  cartridges: number;
  reportingDays: number;
}

/** What a gauge of whole points may fall short of a week's true use. */
const gaugeError = 0.02;

/**
 * A10: a slot uses `perWeek` or more cartridges in each of the last `weeks` complete weeks (Monday to Sunday at the site),
 * each with enough reporting days. The weeks are told newest first.
 */
export function veryHighUse(input: VeryHighUseInput): { veryHigh: boolean; weeks: WeekOfUse[] } {
  const { history } = input;
  if (!history.told || usesTooLittle(history.regular.points, input)) return { veryHigh: false, weeks: [] };
  const thisWeek = DateTime.fromJSDate(input.now, { zone: input.timeZone }).startOf('week');
  const mondays = Array.from({ length: input.weeks + 1 }, (_, week) => thisWeek.minus({ weeks: week }));
  const uses = usesAt(
    history.regular.points,
    mondays.map((monday) => monday.toMillis()),
  );
  const from = mondays.at(-1)!.toMillis();
  const reported = new Set(
    history.samples
      .filter(({ at }) => at >= from)
      .map(({ at }) => DateTime.fromMillis(at, { zone: input.timeZone }).toISODate()),
  );
  const weeks = mondays.slice(1).map((monday, week) => ({
    startsOn: monday.toISODate() ?? '',
    cartridges: uses[week]! - uses[week + 1]!,
    reportingDays: Array.from({ length: 7 }, (_, day) => monday.plus({ days: day }).toISODate()).filter((day) =>
      reported.has(day),
    ).length,
  }));
  const veryHigh = weeks.every(
    ({ cartridges, reportingDays }) =>
      cartridges >= input.perWeek - gaugeError && reportingDays >= input.reportingDaysPerWeek,
  );
  return { veryHigh: weeks.length > 0 && veryHigh, weeks };
}

/** Most slots use far less: the use of all days that the weeks can lie in is a bound that needs no calendar. */
function usesTooLittle(points: readonly UsePoint[], { now, weeks, perWeek }: VeryHighUseInput): boolean {
  const [until = 0, from = 0] = usesAt(points, [now.getTime(), now.getTime() - 7 * (weeks + 1) * dayMs]);
  return until - from < weeks * (perWeek - gaugeError);
}

/** A10: whether a volume declared at enrolment is as high as that. */
export function declaredVeryHigh(pagesPerWeek: number, ratedYieldPages: number, perWeek: number): boolean {
  return ratedYieldPages > 0 && pagesPerWeek / ratedYieldPages >= perWeek;
}
