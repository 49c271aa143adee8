import type { SiteCalendar } from '../../domain/calendar.ts';
import { dayMs } from '../../domain/time.ts';

const fixedHolidays = ['01-01', '05-01', '05-08', '07-14', '08-15', '11-01', '11-11', '12-25'];

/** Days after Easter Sunday: Monday, Ascension, Whit Monday. */
const movingHolidays = [1, 39, 50];

/** Easter Sunday by the anonymous Gregorian algorithm (Meeus, Astronomical Algorithms, chapter 8). */
function easterSunday(year: number): number {
  const a = year % 19;
  const [b, c] = [Math.floor(year / 100), year % 100];
  const [d, e] = [Math.floor(b / 4), b % 4];
  const g = Math.floor((8 * b + 13) / 25);
  const h = (19 * a + b - d - g + 15) % 30;
  const [i, k] = [Math.floor(c / 4), c % 4];
  const l = (32 + 2 * e + 2 * i - h - k) % 7;
  const m = Math.floor((a + 11 * h + 22 * l) / 451);
  const sum = h + l - 7 * m + 114;
  return Date.UTC(year, Math.floor(sum / 31) - 1, (sum % 31) + 1);
}

/** The calendar of a French site. The simulator's dates have no zone; they are taken as UTC. */
export function frenchCalendar(firstYear: number, years: number): SiteCalendar {
  const holidays = Array.from({ length: years }, (_, i) => firstYear + i).flatMap((year) => [
    ...fixedHolidays.map((date) => `${year}-${date}`),
    ...movingHolidays.map((days) => new Date(easterSunday(year) + days * dayMs).toISOString().slice(0, 10)),
  ]);
  return { timeZone: 'UTC', workdays: [1, 2, 3, 4, 5], holidays };
}
