import { describe, expect, test } from 'vitest';
import { shown } from './forecast/series.testkit.ts';
import { slotHistory } from './forecast/slot-history.ts';
import type { ForecastInput } from './forecast/types.ts';
import { dayMs } from './time.ts';
import { declaredVeryHigh, type VeryHighUseInput, veryHighUse } from './very-high-use.ts';

const paris = 'Europe/Paris';
/** Monday 2 March 2026, 00:00 in Paris. The last complete weeks begin on 23, 16, 9 and 2 February. */
const now = new Date('2026-03-01T23:00:00Z');

/** Daily readings at 20:00 UTC for six weeks up to `now`; `perDay` cartridges, which a week and a date may change. */
function readings(perDay: number | ((date: string) => number), reports: (date: string) => boolean = () => true) {
  let use = 0;
  return Array.from({ length: 42 }, (_, index) => {
    const at = new Date(now.getTime() - 3 * 3_600_000 - (41 - index) * dayMs);
    const date = at.toISOString().slice(0, 10);
    use += typeof perDay === 'number' ? perDay : perDay(date);
    return { at, level: { type: 'percent' as const, percent: shown(use) }, date };
  }).filter(({ date }) => reports(date));
}

type Input = Omit<ForecastInput, 'now'> & Omit<VeryHighUseInput, 'history'>;

const judge = (observations: ForecastInput['observations'], more: Partial<Input> = {}) => {
  const profile = { lowShare: 0.1, usualRatePerDay: 0.1 };
  return veryHighUse({
    history: slotHistory({ profile, confirmationHours: 6, observations, ...more }),
    now,
    timeZone: paris,
    weeks: 4,
    perWeek: 2,
    reportingDaysPerWeek: 4,
    ...more,
  });
};

describe('A10: very high use', () => {
  test('two cartridges in each of the last four complete weeks', () => {
    const { veryHigh, weeks } = judge(readings(2.2 / 7));
    expect(veryHigh).toBe(true);
    expect(weeks.map(({ startsOn }) => startsOn)).toEqual(['2026-02-23', '2026-02-16', '2026-02-09', '2026-02-02']);
    for (const { cartridges, reportingDays } of weeks) {
      // What a swap hides is estimated.
      expect(Math.abs(cartridges - 2.2)).toBeLessThan(0.1);
      expect(reportingDays).toBe(7);
    }
  });

  test('little more than two are enough, less are not; the page counter tells what swaps hide', () => {
    const counted = (perWorkday: number) => {
      let pages = 1000;
      return readings((date) => (isWeekend(date) ? 0 : perWorkday)).map((reading) => {
        pages += isWeekend(reading.date) ? 0 : perWorkday * 5000;
        return { ...reading, pages };
      });
    };
    const profile = { lowShare: 0.1, usualRatePerDay: 0.1, ratedYieldPages: 5000 };
    expect(judge(counted(0.42), { profile }).veryHigh).toBe(true);
    expect(judge(counted(0.38), { profile }).veryHigh).toBe(false);
  });

  test('one week below ends it, whatever the mean', () => {
    const pause = (date: string) => (date >= '2026-02-09' && date < '2026-02-16' ? 0.2 : 0.4);
    expect(judge(readings(pause)).veryHigh).toBe(false);
    expect(judge(readings(pause), { weeks: 2 }).veryHigh).toBe(true);
  });

  test('a week with too few reporting days is not judged', () => {
    const reports = (weekdays: number[]) => (date: string) =>
      date < '2026-02-16' || date >= '2026-02-23' || weekdays.includes(weekday(date));
    expect(judge(readings(2.2 / 7, reports([0, 2, 4, 6]))).veryHigh).toBe(true);
    for (const few of [[1, 3, 5], [0, 1, 2], []]) {
      expect(judge(readings(2.2 / 7, reports(few))).veryHigh).toBe(false);
    }
  });

  test('the week that has not ended does not count, and it ends at midnight of the site', () => {
    const rising = (date: string) => (date < '2026-02-09' ? 0.1 : 0.4);
    expect(judge(readings(rising), { weeks: 3 }).veryHigh).toBe(true);
    expect(judge(readings(rising), { weeks: 3, timeZone: 'America/New_York' })).toMatchObject({
      veryHigh: false,
      weeks: [{ startsOn: '2026-02-16' }, { startsOn: '2026-02-09' }, { startsOn: '2026-02-02' }],
    });
  });

  test('A14: what is booked to an exceptional job does not count', () => {
    const job = { from: new Date('2026-02-01T20:00:00Z'), until: new Date('2026-03-02T20:00:00Z'), cartridges: 9 };
    const busy = readings((date) => (date < '2026-02-02' ? 0.1 : 0.35));
    expect(judge(busy).veryHigh).toBe(true);
    expect(judge(busy, { jobs: [job] }).veryHigh).toBe(false);
  });

  test('without readings nothing is very high', () => {
    expect(judge([])).toEqual({ veryHigh: false, weeks: [] });
  });
});

function weekday(date: string): number {
  return (new Date(date).getUTCDay() + 6) % 7;
}

function isWeekend(date: string): boolean {
  return weekday(date) >= 5;
}

test('A10: a declared volume is judged by the rated yield', () => {
  expect(declaredVeryHigh(8000, 4000, 2)).toBe(true);
  expect(declaredVeryHigh(7999, 4000, 2)).toBe(false);
  expect(declaredVeryHigh(8000, 0, 2)).toBe(false);
});
