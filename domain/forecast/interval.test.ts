import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { daysUntilUsed, longestDays, z90 } from './interval.ts';
import { exceededWith } from './normal.ts';

const certain = { share: 0.6, shareSd: 0, ratePerDay: 0.02, rateSd: 0, weekSd: 0 };

describe('A05: days until the share is used up', () => {
  test('share over rate, between the bounds', () => {
    const { low, expected, high } = daysUntilUsed(certain);
    expect(expected).toBeCloseTo(30, 9);
    expect(low).toBeLessThan(30);
    expect(high).toBeGreaterThan(30);
  });

  test('at the early end the use reaches the share at its 90 % quantile, at the late end at its 10 %', () => {
    const estimate = { share: 0.6, shareSd: 0.03, ratePerDay: 0.02, rateSd: 0.002, weekSd: 0.05 };
    const { low, high } = daysUntilUsed(estimate);
    const sdAfter = (days: number) =>
      Math.hypot(0.03, 0.02, Math.hypot(0.002, 0.27 * 0.02) * days, 0.05 * Math.sqrt(days / 7));
    expect(0.02 * low + z90 * sdAfter(low)).toBeCloseTo(0.6, 6);
    expect(0.02 * high - z90 * sdAfter(high)).toBeCloseTo(0.6, 6);
  });

  test.each(['shareSd', 'rateSd', 'weekSd'] as const)('more doubt about %s widens it at both ends', (which) => {
    const narrow = daysUntilUsed(certain);
    const wide = daysUntilUsed({ ...certain, [which]: which === 'rateSd' ? 0.005 : 0.1 });
    expect(wide.low).toBeLessThan(narrow.low);
    expect(wide.high).toBeGreaterThan(narrow.high);
  });

  test('what is empty has no days left; what is not used lasts for long, not for ever', () => {
    expect(daysUntilUsed({ ...certain, share: 0 })).toEqual({ low: 0, expected: 0, high: 0 });
    expect(daysUntilUsed({ ...certain, ratePerDay: 0 })).toMatchObject({ expected: longestDays, high: longestDays });
    expect(daysUntilUsed({ ...certain, rateSd: 0.05 }).high).toBe(longestDays);
  });

  test('what is certainly not used is as certain to last', () => {
    const unused = { ...certain, shareSd: 0.05, ratePerDay: 0 };
    expect(daysUntilUsed(unused)).toEqual({ low: longestDays, expected: longestDays, high: longestDays });
    // Unless there may be nothing.
    expect(daysUntilUsed({ ...unused, share: 0.05 }).low).toBe(0);
  });

  test.each([0.01, 0.02, 0.1, 0.25])('with probability %d the use has reached the share by the early end', (p) => {
    const estimate = { share: 0.6, shareSd: 0.03, ratePerDay: 0.02, rateSd: 0.002, weekSd: 0.05 };
    const { low } = daysUntilUsed(estimate, exceededWith(p));
    const sd = Math.hypot(0.03, 0.02, Math.hypot(0.002, 0.27 * 0.02) * low, 0.05 * Math.sqrt(low / 7));
    expect((0.6 - 0.02 * low) / sd).toBeCloseTo(exceededWith(p), 6);
  });

  test('as often as not it is used up by the expected day', () => {
    const { low, expected } = daysUntilUsed({ ...certain, rateSd: 0.002, weekSd: 0.05 }, exceededWith(0.5));
    expect(low).toBeCloseTo(expected, 6);
  });

  /** In ten-thousandths: what is too small to be squared is no case of life. */
  const upTo = (most: number) => fc.integer({ min: 0, max: most * 10_000 }).map((value) => value / 10_000);
  const estimates = fc.record({
    share: upTo(1),
    shareSd: upTo(0.5),
    ratePerDay: upTo(2),
    rateSd: upTo(1),
    weekSd: upTo(3),
  });

  test('always finite and in order', () => {
    fc.assert(
      fc.property(estimates, (estimate) => {
        const { low, expected, high } = daysUntilUsed(estimate);
        expect(0 <= low && low <= expected && expected <= high && high <= longestDays).toBe(true);
      }),
    );
  });

  test('the less likely an early end is to be passed, the earlier it is', () => {
    const percents = fc.tuple(fc.integer({ min: 1, max: 50 }), fc.integer({ min: 1, max: 50 }));
    fc.assert(
      fc.property(estimates, percents, (estimate, [a, b]) => {
        const [less, more] = [Math.min(a, b), Math.max(a, b)].map((percent) => exceededWith(percent / 100));
        expect(daysUntilUsed(estimate, less).low).toBeLessThanOrEqual(daysUntilUsed(estimate, more).low + 1e-9);
      }),
    );
  });

  test('at a fixed rate more is never used up earlier, at either end', () => {
    fc.assert(
      fc.property(estimates, upTo(1), (estimate, more) => {
        const [less, full] = [daysUntilUsed(estimate), daysUntilUsed({ ...estimate, share: estimate.share + more })];
        expect(full.low).toBeGreaterThanOrEqual(less.low - 1e-9);
        expect(full.expected).toBeGreaterThanOrEqual(less.expected);
        expect(full.high).toBeGreaterThanOrEqual(less.high - 1e-9);
      }),
    );
  });
});
