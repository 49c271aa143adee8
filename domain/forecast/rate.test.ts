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
    expect(error(28)).toBeCloseTo(0.5 * Math.sqrt(3 / 6) * Math.sqrt(1 / 4), 6);
    // 20 weeks in two groups leave 18 degrees of freedom beside the 3 of the start.
    expect(error(140)).toBeCloseTo(0.5 * Math.sqrt(3 / 21) * Math.sqrt(1 / 20), 6);
  });

  test('counts the last four weeks half where they stand three errors apart from those before', () => {
    // Weeks that do not scatter: the variance is the usual one, (mean / 2)², as 3 of its 3 + 3 + 15 degrees of freedom. So a rise
    // by 33.838 % in the last 4 of 20 weeks is three errors of the difference, and the long mean 6.7676 % above the weeks before.
    const learned = learnRate(
      pointsOf(140, (day) => (day > 112 ? 0.0133838 : 0.01)),
      fine,
    )!;
    expect(learned.perDay).toBeCloseTo((0.0133838 + 0.01067676) / 2, 7);
    const weekSd = (7 * 0.01067676) / Math.sqrt(28);
    expect(learned.weekSd).toBeCloseTo(weekSd, 6);
    expect(learned.sd).toBeCloseTo((weekSd / 7) * Math.sqrt(0.25 / 4 + 0.25 / 20), 7);
  });

  test('looks five months back, no further', () => {
    expect(perDay(300, (day) => (day <= 153 ? 0.05 : 0.01))).toBeCloseTo(0.01, 9);
    expect(perDay(300, (day) => (day <= 154 ? 0.05 : 0.01))).toBeGreaterThan(0.0101);
  });

  test('is the usual one, as surely as devices of a model resemble each other, before any use', () => {
    expect(
      learnRate(
        pointsOf(0, () => 0),
        { ...fine, usualRatePerDay: 0.02 },
      ),
    ).toEqual({
      perDay: 0.02,
      sd: expect.closeTo(0.7 * 0.02, 9),
      weekSd: expect.closeTo(7 * 0.5 * 0.02, 9),
      usualWeight: 1,
      days: 0,
    });
    expect(learnRate([], { ...fine, usualRatePerDay: 0.02 })?.perDay).toBe(0.02);
  });

  test('and has the errors of both by their weights afterwards', () => {
    const learned = learnRate(
      pointsOf(7, () => 0.01),
      { blindShare: 0, usualRatePerDay: 0.03 },
    )!;
    expect(learned).toMatchObject({ usualWeight: 0.5, days: 7, perDay: expect.closeTo(0.02, 9) });
    expect(learned.weekSd).toBeCloseTo(7 * 0.5 * 0.01, 9);
    expect(learned.sd).toBeCloseTo(Math.hypot(0.5 * 0.7 * 0.03, 0.5 * 0.5 * 0.01), 9);
  });

  test('keeps the usual one longer where the gauge shows nothing for long, but for two months at most', () => {
    const weight = (blindShare: number, usualRatePerDay: number) =>
      learnRate(
        pointsOf(56, () => 0.01),
        { blindShare, usualRatePerDay },
      )!.usualWeight;
    expect(weight(0, 0.001)).toBeCloseTo(7 / (7 + 56), 9);
    expect(weight(0.25, 0.01)).toBeCloseTo(19.5 / (19.5 + 56), 9);
    expect(weight(1, 0.001)).toBeCloseTo(60 / (60 + 56), 9);
  });

  test('of none that is usual it takes none', () => {
    expect(perDay(140, () => 0.01, { usualRatePerDay: 0 })).toBeCloseTo(0.01, 9);
    expect(perDay(0, () => 0, { usualRatePerDay: 0 })).toBeUndefined();
    expect(
      learnRate(
        pointsOf(140, () => 0.01),
        fine,
      )?.usualWeight,
    ).toBe(0);
  });

  test('counts a burst as twice the other weeks', () => {
    // Weeks of 0.07, one of them, among the older, of 1.4: it counts 0.14, and the last four count hardly more than the rest.
    const burst = perDay(140, (day) => (day > 70 && day <= 77 ? 0.2 : 0.01))!;
    expect(burst).toBeGreaterThan(0.01);
    expect(burst).toBeLessThan((19 * 0.01 + 0.02) / 20 + 1e-9);
  });

  test('knows a burst from four weeks on', () => {
    const burst = (days: number) => perDay(days, (day) => (day > 7 && day <= 14 ? 0.08 : 0.01))!;
    expect(burst(27)).toBeGreaterThan(0.025);
    // The week counts twice the mean of the three others.
    expect(burst(28)).toBeCloseTo((3 * 0.01 + 0.02) / 4, 9);
  });

  test('takes use for lumps where less than six weeks in ten come to a quarter of the mean', () => {
    const lumpy = (weeks: number[]) => perDay(140, (day) => weeks[Math.floor((day - 1) / 7) % weeks.length]! / 7)!;
    expect(lumpy([0, 0, 0.05, 0.05, 0.25])).toBeLessThan(0.0075);
    expect(lumpy([0, 0, 0.017, 0.083, 0.25])).toBeGreaterThan(0.009);
    expect(lumpy([0.015, 0.015, 0.18, 0.07])).toBeGreaterThan(0.009);
  });

  test('of what was not used at all is nothing', () => {
    expect(perDay(140, () => 0)).toBe(0);
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

test('nothing is known of a rate whose error is many times itself, and of none only how high it may be', () => {
  const bounds = (perDay: number, sd: number) => rateBounds({ perDay, sd, weekSd: 0, usualWeight: 0, days: 28 });
  expect(bounds(0.02, 0.06)).toEqual(bounds(0.02, 6));
  expect(bounds(0.02, 0.05).high).toBeLessThan(bounds(0.02, 0.06).high);
  expect(bounds(0, 0.01).high).toBeCloseTo(0.012816, 9);
});
