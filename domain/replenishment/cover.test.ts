import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { daysUntilUsed } from '../forecast/interval.ts';
import { coverDays, coverEndsWithin, coverInterval, withoutJump } from './cover.ts';
import { anySituation, coverOf, forecastOf, openLine, situationOf } from './situation.testkit.ts';

describe('cover', () => {
  test('counts the installed share, the shelf and what is on order, over the rate', () => {
    const s = situationOf({
      forecast: forecastOf({ share: 0.5 }),
      shelf: 1,
      openLines: [openLine({ outstanding: 2 }), openLine({ kind: 'surge', outstanding: 1 })],
    });
    expect(coverDays(s)).toBeCloseTo(4.5 * 30, 5);
  });

  test('less what was taken from the shelf since the newest reading', () => {
    const s = situationOf({ forecast: forecastOf({ share: 0, owed: 0.5 }), shelf: 2 });
    expect(coverDays(s)).toBeCloseTo(45, 5);
    expect(coverDays(withoutJump(s))).toBeCloseTo(45, 5);
    expect(coverDays({ ...s, shelf: 0 })).toBe(0);
  });

  test('of a slot that is not used is ten years, whatever little is there', () => {
    const rate = { perDay: 0, low: 0, high: 0 };
    expect(coverDays(situationOf({ forecast: forecastOf({ rate, share: 0.001, daysLow: 0, daysHigh: 0 }) }))).toBe(
      3650,
    );
  });

  describe('its interval', () => {
    const rate = { perDay: 0.02, low: 0.018, high: 0.025 };

    test('is that of all that is there, by what is known at the newest reading', () => {
      const atReading = { share: 0.4, shareSd: 0.05, rateSd: 0.002, weekSd: 0.05, passedDays: 5 };
      const s = situationOf({ forecast: forecastOf({ rate, share: 0.3, atReading }), shelf: 1 });
      const stock = { share: 1.4, shareSd: Math.sqrt(0.05 ** 2 + 0.06 ** 2) };
      const days = daysUntilUsed({ ...atReading, ...stock, ratePerDay: 0.02 });
      expect(coverInterval(s)?.low).toBeCloseTo(days.low - 5, 5);
      expect(coverInterval(s)?.high).toBeCloseTo(days.high - 5, 5);
      const long = { ...atReading, passedDays: 500 };
      expect(coverInterval(situationOf({ forecast: forecastOf({ rate, atReading: long }) }))).toEqual({
        low: 0,
        high: 0,
      });
    });

    test('what it ends within with another probability is by the same distribution', () => {
      const atReading = { share: 0.4, shareSd: 0.05, rateSd: 0.002, weekSd: 0.05, passedDays: 5 };
      const s = situationOf({ forecast: forecastOf({ rate, share: 0.3, atReading }), shelf: 1 });
      expect(coverEndsWithin(s, 0.1)).toBeCloseTo(coverInterval(s)!.low, 2);
      expect(coverEndsWithin(s, 0.5)).toBeCloseTo(1.4 / 0.02 - 5, 5);
      expect(coverEndsWithin(s, 0.02)).toBeLessThan(coverInterval(s)!.low);
      expect(coverEndsWithin({ ...s, shelf: 0 }, 0.02)).toBeLessThan(coverEndsWithin(s, 0.02)!);
      expect(coverEndsWithin(situationOf({ forecast: forecastOf({ rate }) }), 0.02)).toBeNull();
    });

    test('of a decision stored without that: the stock at the bounds of the rate', () => {
      const forecast = forecastOf({ rate, share: 0.3, daysLow: 12, daysHigh: 17, owed: 0.1 });
      expect(coverInterval(situationOf({ forecast, shelf: 1 }))).toEqual({
        low: 12 + 0.9 / 0.025,
        high: 17 + 0.9 / 0.018,
      });
      const past = forecastOf({ rate, daysLow: -3, daysHigh: -1 });
      expect(coverInterval(situationOf({ forecast: past }))).toEqual({ low: 0, high: 0 });
    });
  });

  test('A14: what is ordered for a large job does not count', () => {
    const s = situationOf({ forecast: coverOf(40), openLines: [openLine({ kind: 'exceptional', outstanding: 4 })] });
    expect(coverDays(s)).toBe(40);
    expect(coverDays({ ...s, shelf: 3, keptForJobs: 3 })).toBe(40);
    expect(coverDays({ ...s, shelf: 3, keptForJobs: 2 })).toBe(140);
    expect(coverDays({ ...s, shelf: 1, keptForJobs: 3 })).toBe(40);
  });

  test('A05: unknown is never zero', () => {
    const s = situationOf({ forecast: { known: false, reason: 'level-unknown', swaps: [] }, shelf: 3 });
    expect(coverDays(s)).toBeNull();
    expect(coverDays(withoutJump(s))).toBeNull();
    expect(coverInterval(s)).toBeNull();
    expect(coverEndsWithin(s, 0.02)).toBeNull();
  });

  test('a slot that is not used is covered for ten years, an empty one for none', () => {
    const rate = { perDay: 0, low: 0, high: 0 };
    const unused = forecastOf({
      rate,
      share: 0.5,
      daysOfUse: 3650,
      daysLow: 3650,
      daysHigh: 3650,
      runsOutAt: new Date(0),
    });
    expect(coverDays(situationOf({ forecast: unused }))).toBe(3650);
    expect(coverDays(situationOf({ forecast: { ...unused, share: 0 } }))).toBe(0);
    expect(coverInterval(situationOf({ forecast: unused, shelf: 1 }))).toEqual({ low: 3650, high: 3650 });
  });

  test('arithmetic noise does not decide: 0.7 at one in 30 days is 21 days exactly', () => {
    expect(coverDays(situationOf({ forecast: forecastOf({ share: 0.7 }) }))).toBe(21);
  });

  test('without the jump it is what the readings before lead to expect', () => {
    const s = situationOf({ forecast: coverOf(5, 50) });
    expect([coverDays(s), coverDays(withoutJump(s))]).toEqual([5, 50]);
  });

  test('a shelf estimate below zero takes nothing away', () => {
    expect(coverDays(situationOf({ forecast: coverOf(40), shelf: -1 }))).toBe(40);
  });

  test('property: the interval holds the cover, and more stock never gives less of it', () => {
    fc.assert(
      fc.property(anySituation(), (s) => {
        const cover = coverDays(s);
        const interval = coverInterval(s);
        if (cover === null || interval === null) return;
        expect(interval.low).toBeLessThanOrEqual(cover + 1e-3);
        // What is not used lasts ten years from the reading on; its cover is ten years at any time.
        expect(interval.high).toBeGreaterThanOrEqual(Math.min(cover, 3650 - 9) - 1e-3);
        expect(coverDays({ ...s, shelf: s.shelf + 1 })).toBeGreaterThanOrEqual(cover);
      }),
    );
  });
});
