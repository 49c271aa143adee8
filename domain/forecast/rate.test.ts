import { describe, expect, test } from 'vitest';
import { dayMs } from '../time.ts';
import { learnRate, rateBounds } from './rate.ts';
import { start } from './series.testkit.ts';

/** Cumulative use, one point a day. */
function pointsOf(days: number, usedOn: (day: number) => number) {
  let use = 0;
  return Array.from({ length: days + 1 }, (_, day) => {
    if (day > 0) use += usedOn(day);
    return { at: start.getTime() + day * dayMs, use, expected: 0 };
  });
}

const fine = { blindShare: 0.01 };
const perDay = (days: number, usedOn: (day: number) => number, options = {}) =>
  learnRate(pointsOf(days, usedOn), { ...fine, ...options })?.perDay;

describe('A05: the rate', () => {
  test('is the use over time, weekends and all', () => {
    expect(perDay(140, (day) => (day % 7 >= 5 ? 0 : 0.014))).toBeCloseTo(0.01, 6);
    expect(perDay(10, () => 0.02)).toBeCloseTo(0.02, 9);
  });

  test('follows a lasting change within four weeks', () => {
    const doubled = (since: number) => perDay(140, (day) => (day > 140 - since ? 0.02 : 0.01)) ?? 0;
    expect(doubled(7)).toBeLessThan(0.013);
    expect(doubled(14)).toBeGreaterThan(0.011);
    expect(doubled(28)).toBeGreaterThan(0.017);
    expect(doubled(70)).toBeGreaterThan(0.0165);
  });

  test('is not set by a burst: a week at eight times the use', () => {
    // The mean of the last four weeks would be 0.0275.
    expect(perDay(140, (day) => (day > 126 && day <= 133 ? 0.08 : 0.01))).toBeLessThan(0.0135);
  });

  test('keeps the mean of use that comes in lumps', () => {
    expect(perDay(140, (day) => (day % 21 === 0 ? 0.21 : 0))).toBeCloseTo(0.01, 2);
  });

  test('starts from the usual rate, which fades against its own days', () => {
    const usual = { usualRatePerDay: 0.03 };
    expect(perDay(0, () => 0, usual)).toBe(0.03);
    // A week of its own weighs as much as the usual rate (which is a trifle more, for what a fine gauge does not show).
    expect(perDay(7, () => 0.01, usual)).toBeCloseTo(0.02, 3);
    expect(perDay(140, () => 0.01, usual)).toBeCloseTo(0.011, 3);
    const coarse = learnRate(
      pointsOf(7, () => 0.01),
      { ...usual, blindShare: 0.25 },
    );
    expect(coarse?.usualWeight).toBeGreaterThan(0.6);
  });

  test('is not known without use over time and without a usual rate', () => {
    expect(perDay(0, () => 0)).toBeUndefined();
  });

  test('is the surer the longer and the steadier', () => {
    const sd = (days: number, usedOn: (day: number) => number) => learnRate(pointsOf(days, usedOn), fine)?.sd ?? 0;
    expect(sd(140, () => 0.01)).toBeLessThan(sd(14, () => 0.01));
    expect(sd(140, () => 0.01)).toBeLessThan(sd(140, (day) => (day % 28 < 14 ? 0.02 : 0)));
  });

  test('has the error of its weeks: half its mean in the first, less by what later ones show', () => {
    const error = (days: number) => {
      const learned = learnRate(
        pointsOf(days, () => 0.01),
        fine,
      );
      return learned ? learned.sd / learned.perDay : Number.NaN;
    };
    expect(error(7)).toBeCloseTo(0.5, 6);
    expect(error(14)).toBeCloseTo(0.5 * Math.sqrt(3 / 4) * Math.sqrt(1 / 2), 6);
    // 20 weeks in two groups leave 18 degrees of freedom beside the 3 of the start.
    expect(error(140)).toBeCloseTo(0.5 * Math.sqrt(3 / 21) * Math.sqrt(1 / 20), 6);
  });

  test('never falls below nothing, whatever the noise of the gauge', () => {
    expect(perDay(140, () => -0.001)).toBe(0);
  });
});

test('the 80 % bounds of the rate are in proportion and stay positive', () => {
  const bounds = rateBounds({ perDay: 0.02, sd: 0.02, weekSd: 0, usualWeight: 0, days: 28 });
  expect(bounds.perDay / bounds.low).toBeCloseTo(bounds.high / bounds.perDay, 9);
  // Log-normal: e to the 1.2816 times √(ln 2), where the standard deviation equals the rate.
  expect(bounds.high / bounds.perDay).toBeCloseTo(2.907, 2);
  expect(bounds.low).toBeGreaterThan(0);
  expect(rateBounds({ perDay: 0, sd: 0.01, weekSd: 0, usualWeight: 0, days: 28 })).toMatchObject({ perDay: 0, low: 0 });
});
