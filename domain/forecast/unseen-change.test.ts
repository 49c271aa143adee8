import { describe, expect, test } from 'vitest';
import type { Level, Observation } from '../reading.ts';
import { forecastOf, low, observe, ok } from './series.testkit.ts';

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

  test('between two readings that are far apart', () => {
    const before = levels(30, 98, 2);
    const gap = (pages: number) => printed([...before, ...levels(5, 55, 2)], (i) => (i === 30 ? pages : 100));
    // From 40 % to 55 %: a cartridge shaken or misread, unless 85 points of pages were printed.
    expect(swapsOf(gap(100))).toHaveLength(0);
    expect(swapsOf(gap(4250))).toHaveLength(1);
  });

  test('not where the gauge says that all of it was used, however much was printed', () => {
    expect(swapsOf(printed([...levels(45, 90, 2), ...Array(20).fill(0)]))).toHaveLength(0);
  });

  test('a word passed much later than pages allow tells of it, too', () => {
    expect(swapsOf(printed([low, ...Array(90).fill(ok), low, low]))).toHaveLength(2);
    expect(swapsOf(printed([low, ...Array(46).fill(ok), low, low]))).toHaveLength(1);
  });
});
