import { describe, expect, test } from 'vitest';
import type { Level, Observation } from '../reading.ts';
import { daily, forecastOf, low, observe, ok } from './series.testkit.ts';

const profile = { lowShare: 0.1, ratedYieldPages: 5000, usualRatePerDay: 0.02 };

/** One reading a day; `pages` are printed between two of them. */
function printed(
  levels: readonly (Level | number)[],
  pages: number | ((index: number) => number) = 100,
): Observation[] {
  let counter = 1000;
  return levels.map((level, index) => {
    if (index > 0) counter += typeof pages === 'number' ? pages : pages(index);
    return observe(index, level, { pages: counter });
  });
}

const swapsOf = (observations: Observation[]) => forecastOf(observations, { profile }).swaps;

const levels = (count: number, from: number, fall: number) => Array.from({ length: count }, (_, i) => from - fall * i);

describe('A15: a cartridge that was changed without the gauge showing it', () => {
  test('is known by the pages printed since the gauge’s last word, where they exceed one cartridge by far', () => {
    const words = (days: number) => printed(Array(days).fill(ok));
    expect(swapsOf(words(50))).toHaveLength(0);
    expect(swapsOf(words(80))).toHaveLength(1);
    expect(swapsOf(words(130)).length).toBeLessThanOrEqual(2);
  });

  test('it was changed before the reading that shows it, after the one before', () => {
    const readings = printed(Array(80).fill(ok));
    const [swap] = swapsOf(readings);
    const shows = readings.findIndex(({ at }) => at > swap!.at);
    expect(readings[shows]!.at.getTime() - swap!.at.getTime()).toBe(1);
    expect(swap!.after).toEqual(readings[shows - 1]!.at);
    expect(swap).not.toHaveProperty('leftShare');
  });

  test('two in one gap are two instants', () => {
    const readings = printed([...Array(10).fill(ok), ok], (index) => (index === 10 ? 12_000 : 100));
    const times = swapsOf(readings).map(({ at }) => at.getTime());
    expect(new Set(times).size).toBe(times.length);
  });

  test('between two readings that are far apart', () => {
    const before = levels(30, 98, 2);
    const gap = (pages: number) => printed([...before, ...levels(5, 55, 2)], (i) => (i === 30 ? pages : 100));
    // From 40 % to 55 %: a cartridge shaken or misread, unless 85 points of pages were printed.
    expect(swapsOf(gap(100))).toHaveLength(0);
    expect(swapsOf(gap(4250))).toHaveLength(1);
  });

  test('not where the gauge says that all of it was used, however much was printed', () => {
    expect(swapsOf(printed([...levels(45, 90, 2), ...Array(90).fill(0)]))).toHaveLength(0);
  });

  test('unless that is seen after a silence: another one came and went', () => {
    const before = printed(levels(30, 98, 2));
    const back = (days: number, pages: number) =>
      swapsOf([
        ...before,
        observe(29 + days, 0, { pages: 3900 + pages }),
        observe(30 + days, 0, { pages: 3900 + pages }),
      ]);
    expect(back(30, 2500)).toHaveLength(0);
    expect(back(30, 5500)).toHaveLength(1);
    expect(back(60, 12_000)).toHaveLength(2);
    expect(back(2.9, 5500)).toHaveLength(0);
  });

  test('a word passed much later than pages allow tells of it, too', () => {
    expect(swapsOf(printed([low, ...Array(90).fill(ok), low, low]))).toHaveLength(2);
    expect(swapsOf(printed([low, ...Array(46).fill(ok), low, low]))).toHaveLength(1);
  });

  test('each reading counts once', () => {
    const readings = printed(Array(80).fill(ok));
    const forecast = forecastOf(readings, { profile });
    expect(forecast).toMatchObject({ known: true, observations: 80, swaps: { length: 1 } });
  });

  test('not by the rated yield where the gauge tells figures', () => {
    const leap = (index: number) => (index === 4 ? 5000 : 100);
    expect(swapsOf(printed([98, 96, 94, 92, 88, 86], leap))).toHaveLength(0);
  });

  test('however far the page counter runs ahead, two or three cartridges at once are the most', () => {
    const leap = (index: number) => (index === 30 ? 20_000 : 100);
    expect(swapsOf(printed([...levels(30, 98, 2), 38, 36], leap))).toHaveLength(2);
    expect(swapsOf(printed(Array(13).fill(ok), (index) => (index === 10 ? 20_000 : 100)))).toHaveLength(0);
  });

  describe('without a page counter, by the rate', () => {
    /** From 98 % down by 2 points a day for 40 days, then after `silentDays` what the gauge shows. */
    const silence = (silentDays: number, level: number) => {
      const before = levels(40, 98, 2).map((shown, index) => observe(index, shown));
      return swapsOf([...before, observe(39 + silentDays, level), observe(40 + silentDays, level - 1)]).length;
    };

    test('after a silence that it must have ended in', () => {
      expect(silence(40, 12)).toBe(1);
      expect(silence(6, 12)).toBe(0);
      expect(silence(60, 0)).toBe(1);
      expect(silence(20, 0)).toBe(0);
    });

    test('not where the level is where it was: a device that is off prints nothing', () => {
      expect(silence(40, 18)).toBe(0);
    });

    test('not before the slot has shown its rate', () => {
      const young = levels(20, 40, 1).map((shown, index) => observe(index, shown));
      expect(swapsOf([...young, observe(80, 4), observe(81, 4)])).toHaveLength(0);
      const slow = levels(60, 98, 0.5).map((shown, index) => observe(index, shown));
      expect(swapsOf([...slow, observe(260, 60), observe(261, 59)])).toHaveLength(0);
      const quick = levels(20, 98, 4).map((shown, index) => observe(index, shown));
      expect(swapsOf([...quick, observe(60, 15), observe(61, 11)])).toHaveLength(0);
    });

    test('what a gauge of bars may have used without showing it is no rate that it has shown', () => {
      const off = [observe(0, 80), observe(36, 80), observe(36.001, 60), observe(36.002, 100)];
      expect(swapsOf(off)).toHaveLength(1);
    });

    test('where words alone tell: a later "ok" than one cartridge can last', () => {
      const cycles = (days: number) =>
        [...Array(2)].flatMap(() => [...Array(45).fill(ok), low, low, low]).concat(Array(days).fill(ok));
      const seen = (days: number) => swapsOf(cycles(days).map((level, index) => observe(index, level))).length;
      expect(seen(60)).toBe(2);
      expect(seen(90)).toBe(3);
    });
  });

  describe('a gauge of full bars that shows one bar more', () => {
    const bars = (silentDays: number) => {
      const falling = [100, 100, 75, 75, 50, 50, 25].flatMap((shown, week) =>
        Array.from({ length: 7 }, (_, day) => observe(7 * week + day, shown)),
      );
      return swapsOf([...falling, observe(48 + silentDays, 50), observe(49 + silentDays, 50)]).length;
    };

    test('after a silence in which the old cartridge must have come to its end: another one', () => {
      expect(bars(30)).toBe(1);
    });

    test('where it may be used up in three days, after these', () => {
      const quick = daily([100, 100, 75, 75, 50, 50, 25, 25]);
      const later = (days: number) => swapsOf([...quick, observe(7 + days, 50), observe(8 + days, 50)]);
      expect(later(3)).toHaveLength(1);
      expect(later(2.9)).toHaveLength(0);
    });

    test('not while much of the old one must be left', () => {
      const slow = [100, 75, 50].flatMap((shown, bar) =>
        Array.from({ length: bar === 2 ? 5 : 30 }, (_, on) => observe(30 * bar + on, shown)),
      );
      expect(swapsOf([...slow, observe(69, 75), observe(70, 75)])).toHaveLength(0);
    });

    test('from one day to the next: its noise', () => {
      expect(bars(1)).toBe(0);
    });
  });
});
