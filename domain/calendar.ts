import { DateTime } from 'luxon';

/** When a site works. */
export interface SiteCalendar {
  /** IANA name, e.g. `Europe/Paris`. */
  timeZone: string;
  /** 1 = Monday … 7 = Sunday. */
  workdays: number[];
  /** Local dates, `YYYY-MM-DD`, on which nobody works. */
  holidays: string[];
}

function local(timeZone: string, at: Date): DateTime<true> {
  const time = DateTime.fromJSDate(at, { zone: timeZone });
  if (!time.isValid) {
    throw new RangeError(
      `No local time in "${timeZone}" (${time.invalidReason}): give an IANA time zone and a real date.`,
    );
  }
  return time;
}

/** The local date, `YYYY-MM-DD`. */
export function localDate(timeZone: string, at: Date): string {
  return local(timeZone, at).toISODate();
}

/** The instant at which a local date begins; 01:00 where a change of the clock takes midnight away. */
export function startOfLocalDate(timeZone: string, date: string): Date {
  const day = DateTime.fromISO(date, { zone: timeZone });
  if (!day.isValid) {
    throw new RangeError(`"${date}" in "${timeZone}" is no date (${day.invalidReason}): write it as YYYY-MM-DD.`);
  }
  return day.startOf('day').toJSDate();
}

/** The instant at which a local date is over. */
export function endOfLocalDate(timeZone: string, date: string): Date {
  const next = DateTime.fromJSDate(startOfLocalDate(timeZone, date), { zone: timeZone }).plus({ days: 1 });
  return next.startOf('day').toJSDate();
}

function works(calendar: SiteCalendar, day: DateTime<true>): boolean {
  return calendar.workdays.includes(day.weekday) && !calendar.holidays.includes(day.toISODate());
}

/** Whether the site works on the local date of `at`. */
export function isBusinessDay(calendar: SiteCalendar, at: Date): boolean {
  return works(calendar, local(calendar.timeZone, at));
}

/**
 * The same local time on the `days`-th business day after the local date of `from`, which need not be one itself.
 * 0 gives `from`. A local time that a change of the clock skips moves forward by the length of the gap.
 */
export function addBusinessDays(calendar: SiteCalendar, from: Date, days: number): Date {
  if (!Number.isInteger(days) || days < 0) {
    throw new RangeError(`Business days are counted in whole numbers from 0, not ${days}.`);
  }
  if (!calendar.workdays.some((day) => Number.isInteger(day) && day >= 1 && day <= 7)) {
    throw new RangeError('The calendar has no workday: give at least one of 1 (Monday) to 7 (Sunday).');
  }
  const start = local(calendar.timeZone, from);
  let calendarDays = 0;
  for (let counted = 0; counted < days; ) {
    calendarDays += 1;
    if (works(calendar, start.plus({ days: calendarDays }))) counted += 1;
  }
  // One step from the start, not day by day: a gap of the clock on the way must not shift the time for good.
  return start.plus({ days: calendarDays }).toJSDate();
}

/**
 * The first instant strictly after `after` at which the local clock shows `minuteOfDay` (0…1439), once per local date:
 * a time that occurs twice counts the first time, a time that is skipped counts by the length of the gap later (RFC 5545, 3.3.5).
 */
export function nextTimeOfDay(timeZone: string, after: Date, minuteOfDay: number): Date {
  if (!Number.isInteger(minuteOfDay) || minuteOfDay < 0 || minuteOfDay > 1439) {
    throw new RangeError(`A minute of the day is a whole number from 0 to 1439, not ${minuteOfDay}.`);
  }
  let day = local(timeZone, after).startOf('day');
  for (;;) {
    const at = day.set({ hour: Math.floor(minuteOfDay / 60), minute: minuteOfDay % 60 });
    const first = at.getPossibleOffsets()[0] ?? at;
    if (first.toMillis() > after.getTime()) return first.toJSDate();
    day = day.plus({ days: 1 }).startOf('day');
  }
}
