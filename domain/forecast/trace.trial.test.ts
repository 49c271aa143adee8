import { describe, expect, test } from 'vitest';
import type { Observation } from '../reading.ts';
import { daily, day, forecastOf, knownForecast, observe } from './series.testkit.ts';

const swapsOf = (observations: Observation[]) => forecastOf(observations).swaps;
const daysOf = (observations: Observation[]) => swapsOf(observations).map(({ at }) => (+at - +day(0)) / 86_400_000);

describe('A05: a cartridge that is taken out again within days was none', () => {
  /** Two points a day; another serial number from day 3 on for so many days. */
  const tried = (days: number, back = 'own') =>
    daily(Array.from({ length: 20 }, (_, index) => 60 - 2 * index)).map((observation, index) => ({
      ...observation,
      supplySerial: index < 3 ? 'own' : index < 3 + days ? 'trial' : back,
    }));

  test('by its serial number up to ten days, later it was replaced twice', () => {
    expect(daysOf(tried(10))).toEqual([]);
    expect(daysOf(tried(11))).toEqual([3, 14]);
  });

  test('where the old one comes back, not a third', () => {
    expect(daysOf(tried(4, 'third'))).toEqual([3, 7]);
  });

  test('by its level where only some readings tell a serial number', () => {
    const told = daily([50, 48, 46, 100, 99, 42, 40, 38, 36]);
    const some = told.map((each, index) => (index < 3 ? { ...each, supplySerial: 'own' } : each));
    expect(daysOf(some)).toEqual([]);
    const other = told.map((each, index) =>
      index < 5 ? { ...each, supplySerial: index < 3 ? 'own' : 'trial' } : each,
    );
    expect(daysOf(other)).toEqual([]);
  });

  test('a single low reading does not bring the old one back', () => {
    expect(daysOf(daily([50, 48, 46, 100, 99, 42]))).toEqual([3]);
    expect(daysOf([...daily([50, 48, 46, 100, 99, 42]), observe(5.2, 42), observe(5.4, 42)])).toEqual([]);
    expect(daysOf([...daily([50, 48, 46, 100, 99, 44]), observe(5.1, 20), observe(5.3, 43)])).toEqual([]);
  });

  test('nor does use: as much as the slot is known to use at once, or as the pages say', () => {
    const lumps = [100, 100, 60, 60, 20, 20, 100, 100, 60, 60, 100, 100, 60, 60, 60];
    expect(daysOf(daily(lumps))).toEqual([6, 10]);
    const profile = { ratedYieldPages: 5000 };
    const printed = [50, 48, 46, 100, 99, 42, 40].map((level, index) =>
      observe(index, level, { pages: 100 * index + (index > 4 ? 2800 : 0) }),
    );
    expect(forecastOf(printed, { profile }).swaps).toHaveLength(1);
  });

  describe('where it was a used one: the level rises to where the old one had been', () => {
    const back = (...levels: number[]) => daily([84, 82, 80, 30, 30, 29, ...levels]);

    test('and the old one goes on', () => {
      const { swaps, share } = knownForecast(back(79, 77), { profile: { usualRatePerDay: 0.02 } });
      expect(swaps).toEqual([]);
      expect(share).toBeCloseTo(0.77, 2);
    });

    test('not to a full one, nor above the old one, nor far below it: those are new', () => {
      expect(daysOf(back(100, 99))).toEqual([6]);
      expect(daysOf(back(88, 87))).toEqual([6]);
      expect(daysOf(back(50, 49))).toEqual([6]);
    });
  });
});

describe('A05: an odd reading that something else confirms', () => {
  const before = daily(Array.from({ length: 20 }, (_, index) => 90 - 2 * index));

  test('stands, and the rate learns nothing of it where an alert has confirmed it', () => {
    const { jump, share, rate } = knownForecast([...before, observe(20, 5, { alert: 'low' }), observe(21, 4)]);
    expect(jump).toBeUndefined();
    expect(share).toBeCloseTo(0.04, 2);
    expect(rate.perDay).toBeLessThan(0.021);
  });

  test('all that was read since counts, once a later one agrees', () => {
    const { observations, share, newestAt } = knownForecast([
      ...before,
      observe(20, 5),
      observe(20.1, 4),
      observe(21, 3),
    ]);
    expect([observations, newestAt]).toEqual([23, day(21)]);
    expect(share).toBeCloseTo(0.03, 2);
  });

  test('is expected by the rate of the days since the reading before', () => {
    expect(knownForecast([...before, observe(23, 5)]).jump?.expectedShare).toBeCloseTo(0.44, 2);
  });

  test('is not explained by a page counter that says nothing', () => {
    const fast = daily(Array.from({ length: 10 }, (_, index) => 91 - 5 * index));
    expect(knownForecast([...fast, observe(10, 9)], { profile: { usualRatePerDay: 0.05 } }).jump).not.toHaveProperty(
      'confirmedBy',
    );
  });
});

describe('A05: what a swap tells of the new cartridge', () => {
  test('that it was not full, where it starts far below', () => {
    expect(swapsOf(daily([40, 38, 36, 70, 68]))[0]?.partUsed).toBe(true);
    expect(swapsOf(daily([40, 38, 36, 100, 98]))[0]).not.toHaveProperty('partUsed');
  });

  test('that others came and went in a long silence', () => {
    const fast = daily([100, 90, 80, 70, 60, 50, 40, 30, 20, 10, 100, 90, 80, 70, 60, 50]);
    const swaps = swapsOf([...fast, observe(40, 80), observe(41, 70)]);
    expect(swaps.map(({ after }) => (+after - +day(0)) / 86_400_000)).toEqual([9, 15, 15, 15]);
    expect(new Set(swaps.map(({ at }) => +at)).size).toBe(4);
  });
});

test('A15: a gauge that reads empty from the first reading on is dry since then', () => {
  expect(knownForecast(daily([0, 0, 0]), { profile: { usualRatePerDay: 0.02 } }).dryAt).toEqual(day(0));
});
