import fc from 'fast-check';
import { DateTime } from 'luxon';
import { describe, expect, test } from 'vitest';
import {
  addBusinessDays,
  endOfLocalDate,
  isBusinessDay,
  localDate,
  nextTimeOfDay,
  type SiteCalendar,
  startOfLocalDate,
} from './calendar.ts';

const paris: SiteCalendar = { timeZone: 'Europe/Paris', workdays: [1, 2, 3, 4, 5], holidays: ['2026-05-01'] };
const at = (local: string, zone = 'Europe/Paris') => DateTime.fromISO(local, { zone }).toJSDate();

describe('localDate', () => {
  test('is the date on the site’s wall, not in UTC', () => {
    const instant = new Date('2026-01-31T23:30:00Z');
    expect(localDate('Europe/Paris', instant)).toBe('2026-02-01');
    expect(localDate('America/New_York', instant)).toBe('2026-01-31');
  });

  test('says what is wrong with a zone or a date it cannot use', () => {
    expect(() => localDate('Mars/Olympus', new Date(0))).toThrow(/IANA/);
    expect(() => localDate('Europe/Paris', new Date(Number.NaN))).toThrow(/real date/);
    expect(() => startOfLocalDate('Europe/Paris', '2026-02-30')).toThrow(/YYYY-MM-DD/);
  });

  test('a date begins at local midnight', () => {
    expect(startOfLocalDate('Europe/Paris', '2026-07-01')).toEqual(new Date('2026-06-30T22:00:00Z'));
  });

  test('and ends with the next midnight, be it 23 hours later', () => {
    expect(endOfLocalDate('Europe/Paris', '2026-07-01')).toEqual(new Date('2026-07-01T22:00:00Z'));
    expect(endOfLocalDate('Europe/Paris', '2026-03-29')).toEqual(new Date('2026-03-29T22:00:00Z'));
    expect(() => endOfLocalDate('Europe/Paris', '2026-02-30')).toThrow(/YYYY-MM-DD/);
  });
});

describe('business days', () => {
  test('Saturday, Sunday and a holiday are none', () => {
    expect(isBusinessDay(paris, at('2026-04-30T23:59'))).toBe(true);
    expect(isBusinessDay(paris, at('2026-05-01T00:00'))).toBe(false);
    expect(isBusinessDay(paris, at('2026-05-02T12:00'))).toBe(false);
    expect(isBusinessDay(paris, at('2026-05-03T12:00'))).toBe(false);
    expect(isBusinessDay(paris, at('2026-05-04T00:00'))).toBe(true);
  });

  test('from Thursday over a holiday and a weekend, one business day is Monday', () => {
    expect(addBusinessDays(paris, at('2026-04-30T17:15'), 1)).toEqual(at('2026-05-04T17:15'));
  });

  test('10 business days without a holiday are two weeks', () => {
    expect(addBusinessDays(paris, at('2026-06-01T09:00'), 10)).toEqual(at('2026-06-15T09:00'));
  });

  test('from a Sunday, the first business day is Monday; none is the instant itself', () => {
    expect(addBusinessDays(paris, at('2026-06-07T09:00'), 1)).toEqual(at('2026-06-08T09:00'));
    expect(addBusinessDays(paris, at('2026-06-07T09:00'), 0)).toEqual(at('2026-06-07T09:00'));
  });

  test('keeps the local time over both changes of the clock', () => {
    expect(addBusinessDays(paris, at('2026-03-27T09:00'), 1)).toEqual(new Date('2026-03-30T07:00:00Z'));
    expect(addBusinessDays(paris, at('2026-10-23T09:00'), 1)).toEqual(new Date('2026-10-26T08:00:00Z'));
  });

  test('a gap of the clock on the way does not shift the time for good', () => {
    const everyDay = { ...paris, workdays: [1, 2, 3, 4, 5, 6, 7], holidays: [] };
    expect(addBusinessDays(everyDay, at('2026-03-28T02:30'), 1)).toEqual(at('2026-03-29T03:30'));
    expect(addBusinessDays(everyDay, at('2026-03-28T02:30'), 2)).toEqual(at('2026-03-30T02:30'));
  });

  test('refuses a calendar without workdays, and days that are no count', () => {
    expect(() => addBusinessDays({ ...paris, workdays: [] }, at('2026-06-01T09:00'), 1)).toThrow(/workday/);
    expect(() => addBusinessDays({ ...paris, workdays: [0, 8] }, at('2026-06-01T09:00'), 1)).toThrow(/workday/);
    expect(() => addBusinessDays(paris, at('2026-06-01T09:00'), -1)).toThrow(/whole numbers/);
    expect(() => addBusinessDays(paris, at('2026-06-01T09:00'), 0.5)).toThrow(/whole numbers/);
  });

  test('property: so many business days lie after the start, up to the result and including it', () => {
    const zones = fc.constantFrom('Europe/Paris', 'America/New_York', 'Australia/Lord_Howe', 'America/Sao_Paulo');
    const calendars = fc.record({
      timeZone: zones,
      workdays: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 }),
      holidays: fc.array(
        fc.integer({ min: 0, max: 400 }).map((day) => localDate('UTC', new Date(Date.UTC(2026, 0, 1 + day)))),
      ),
    });
    const instants = fc.date({ min: new Date('2026-01-01'), max: new Date('2026-12-31'), noInvalidDate: true });
    fc.assert(
      fc.property(calendars, instants, fc.integer({ min: 1, max: 20 }), (calendar, from, days) => {
        const result = addBusinessDays(calendar, from, days);
        let counted = 0;
        const last = localDate(calendar.timeZone, result);
        for (let day = DateTime.fromISO(localDate(calendar.timeZone, from)); day.toISODate() !== last; ) {
          day = day.plus({ days: 1 });
          const noon = day.setZone(calendar.timeZone, { keepLocalTime: true }).set({ hour: 12 });
          if (isBusinessDay(calendar, noon.toJSDate())) counted += 1;
        }
        expect(counted).toBe(days);
        expect(isBusinessDay(calendar, result)).toBe(true);
      }),
      { numRuns: 200 },
    );
  });
});

describe('nextTimeOfDay', () => {
  const nine = 9 * 60;

  test('is strictly after: at 09:00 exactly it is tomorrow’s', () => {
    expect(nextTimeOfDay('Europe/Paris', at('2026-06-01T08:59:59.999'), nine)).toEqual(at('2026-06-01T09:00'));
    expect(nextTimeOfDay('Europe/Paris', at('2026-06-01T09:00'), nine)).toEqual(at('2026-06-02T09:00'));
  });

  test('is 09:00 on the wall over both changes of the clock', () => {
    expect(nextTimeOfDay('Europe/Paris', at('2026-03-28T10:00'), nine)).toEqual(new Date('2026-03-29T07:00:00Z'));
    expect(nextTimeOfDay('Europe/Paris', at('2026-10-24T10:00'), nine)).toEqual(new Date('2026-10-25T08:00:00Z'));
  });

  test('a time that is skipped comes by the length of the gap later, on the same date', () => {
    expect(nextTimeOfDay('Europe/Paris', at('2026-03-29T01:00'), 150)).toEqual(at('2026-03-29T03:30'));
    // Midnight itself is skipped in Cairo.
    const cairo = nextTimeOfDay('Africa/Cairo', at('2026-04-23T12:00', 'Africa/Cairo'), 0);
    expect(cairo).toEqual(at('2026-04-24T01:00', 'Africa/Cairo'));
  });

  test('a time that occurs twice counts once, the first time', () => {
    const first = new Date('2026-10-25T00:30:00Z');
    expect(nextTimeOfDay('Europe/Paris', at('2026-10-24T12:00'), 150)).toEqual(first);
    expect(nextTimeOfDay('Europe/Paris', first, 150)).toEqual(at('2026-10-26T02:30'));
  });

  test('refuses what is no minute of a day', () => {
    for (const minute of [-1, 1440, 0.5]) {
      expect(() => nextTimeOfDay('Europe/Paris', new Date(0), minute)).toThrow(/0 to 1439/);
    }
  });

  test('property: within 25 hours, showing that time unless the clock skips it, none in between', () => {
    const zones = fc.constantFrom('Europe/Paris', 'America/New_York', 'Australia/Lord_Howe', 'Africa/Cairo', 'UTC');
    const instants = fc.date({ min: new Date('2026-01-01'), max: new Date('2026-12-31'), noInvalidDate: true });
    fc.assert(
      fc.property(zones, instants, fc.integer({ min: 0, max: 1439 }), (zone, after, minute) => {
        const next = DateTime.fromJSDate(nextTimeOfDay(zone, after, minute), { zone });
        const wall = next.hour * 60 + next.minute;
        expect(next.toMillis()).toBeGreaterThan(after.getTime());
        expect(next.toMillis() - after.getTime()).toBeLessThanOrEqual(26 * 3_600_000);
        if (wall !== minute) {
          // Only a gap of the clock explains another time on the wall.
          const begins = next.startOf('day');
          const nextBegins = begins.plus({ days: 1 }).startOf('day');
          expect(nextBegins.diff(begins, 'hours').hours).toBeLessThan(24);
        }
        const again = DateTime.fromJSDate(nextTimeOfDay(zone, next.toJSDate(), minute), { zone });
        expect(Math.round(again.startOf('day').diff(next.startOf('day'), 'days').days)).toBe(1);
      }),
      { numRuns: 300 },
    );
  });
});
