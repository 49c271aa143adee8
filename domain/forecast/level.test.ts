import { describe, expect, test } from 'vitest';
import { type Seen, seenSamples } from './bands.ts';
import { cleanObservations } from './clean.ts';
import { learnSlot } from './forecast.ts';
import { levelOf, newestLevel } from './level.ts';
import {
  daily,
  day,
  forecastOf,
  knownForecast,
  low,
  observe,
  ok,
  percent,
  some,
  steady,
  unknown,
} from './series.testkit.ts';
import type { Trace } from './trace-state.ts';
import { follow, startCurve, type UseCurve } from './use.ts';

const usual = { profile: { usualRatePerDay: 0.02 } };

describe('A05: coarse gauges', () => {
  test('"low" caps the level at the low share and counts down from the first "low"', () => {
    const before = daily([ok, ok, ok, ok, ok]);
    const first = knownForecast([...before, observe(5, low)], usual);
    expect(first.share).toBeCloseTo(0.09, 2);
    const later = knownForecast([...before, ...daily([low, low, low, low], 5)], usual);
    expect(later.share).toBeCloseTo(first.share - 3 * later.rate.perDay, 2);
    const model = { profile: { ...usual.profile, lowShare: 0.25 } };
    expect(knownForecast([...before, observe(5, low)], model).share).toBeCloseTo(0.24, 2);
  });

  test('"low" that lasts longer than expected is not empty', () => {
    const { share, dryAt } = knownForecast([...daily([ok, ok]), ...daily(Array(30).fill(low), 2)], usual);
    expect(share).toBeGreaterThan(0);
    expect(dryAt).toBeUndefined();
  });

  test('"ok" alone leaves the level open between the low share and full', () => {
    const { share, daysLow, daysHigh } = knownForecast([observe(0, ok)], usual);
    expect(share).toBeCloseTo(0.55, 9);
    expect(daysHigh / daysLow).toBeGreaterThan(5);
  });

  test('after a swap "ok" counts down from full', () => {
    const series = [...daily([low, low]), ...daily(Array(11).fill(ok), 2)];
    expect(knownForecast(series, usual).share).toBeCloseTo(1 - 10.5 * 0.02, 1);
  });

  test('a bar of a gauge of 25 points is walked down between its ends', () => {
    // At 1.3 points a day: 25 points are reached on day 58.
    const bars = steady(0.013, 66, { gauge: { step: 25 } });
    expect(knownForecast(bars, usual).share).toBeCloseTo(1 - 66 * 0.013, 1);
  });
});

test('where a coarse gauge has just told the share, the interval is narrower than while anything in its bar may be', () => {
  const bars = steady(0.01, 76, { gauge: { step: 25 } });
  const sdOn = (days: number) => {
    const learned = learnSlot({
      profile: { lowShare: 0.1, ...usual.profile },
      observations: bars.slice(0, days + 1),
      confirmationHours: 6,
    });
    return learned.known ? learned.newest.sd : Number.NaN;
  };
  // A bar begins on day 51.
  expect(sdOn(51)).toBeLessThan(sdOn(60));
  expect(sdOn(51)).toBeLessThan(0.04);
  expect(sdOn(75)).toBeLessThan(0.08);
});

describe('A05: unknown is never zero', () => {
  test('without any level there is no forecast', () => {
    expect(forecastOf([])).toEqual({ known: false, reason: 'no-reading', swaps: [] });
    expect(forecastOf(daily([unknown, unknown]), usual)).toMatchObject({ known: false, reason: 'level-unknown' });
    expect(forecastOf(daily([some, some, some]), usual)).toMatchObject({ known: false, reason: 'level-unknown' });
    expect(forecastOf(daily([percent(-2)]), usual)).toMatchObject({ known: false, reason: 'level-unknown' });
  });

  test('unknown readings change nothing but the time that has passed', () => {
    const series = daily([60, 58, 56, 54, 52, 50, 48, 46]);
    const gap = [...series, ...daily([unknown, unknown, unknown], 8)];
    expect(forecastOf(gap, usual)).toEqual(forecastOf(series, { ...usual, afterDays: 3 }));
  });

  test('"some" carries the last known level on by the rate, but not down to empty', () => {
    const series = [...daily([10, 8, 6, 4]), ...daily(Array(20).fill(some), 4)];
    const { share, dryAt, newestAt } = knownForecast(series, usual);
    expect(share).toBe(0.005);
    expect(dryAt).toBeUndefined();
    expect(newestAt).toEqual(series.at(-1)?.at);
  });

  test('a gauge that knows only "some" and "empty" is known from its first swap on', () => {
    const series = [...daily([some, some, { type: 'state', state: 'empty' }]), ...daily(Array(11).fill(some), 3)];
    const { share, swaps, basis } = knownForecast(series, usual);
    expect(swaps).toHaveLength(1);
    expect(share).toBeCloseTo(1 - 10 * 0.02, 1);
    expect(basis).toBe('usual-rate');
  });
});

test('an odd reading stands at its face value in the share, and counts down from there', () => {
  const series = [...daily(Array.from({ length: 20 }, (_, index) => 90 - 2 * index)), observe(20, 10)];
  const { share, shareWithoutJump, rate } = knownForecast(series, { afterDays: 2 });
  expect(share).toBeCloseTo(0.1 - 2 * rate.perDay, 9);
  expect(shareWithoutJump).toBeCloseTo(0.46, 2);
});

describe('how certain the level is', () => {
  const rate = { perDay: 0.02, sd: 0.004, weekSd: 0.05, usualWeight: 0, days: 70 };
  const seen = (levels: Parameters<typeof daily>[0], stepPoints = 1) =>
    seenSamples(cleanObservations(daily(levels)), stepPoints, 0.1);
  const traceOf = (curve: UseCurve, last: Seen, pending: Seen[] = []) => ({ curve, last, pending }) as unknown as Trace;
  const yieldSd = (share: number) => 0.06 * share;

  test('as its band while the gauge has told nothing finer, and the gauge’s own noise', () => {
    const [first] = seen([ok]);
    const { share, sd } = levelOf(traceOf(startCurve(first!), first!), rate, 0.03);
    expect(share).toBeCloseTo(0.55, 9);
    expect(sd).toBeCloseTo(Math.hypot(0.9 / Math.sqrt(12), 0.03, yieldSd(0.55)), 9);
  });

  test('as the use since it told it, where that scatters less', () => {
    const [bar, next] = seen([percent(75), percent(50)], 25);
    const curve = startCurve(bar!);
    follow(curve, next!, 0.02);
    const [later] = seenSamples(cleanObservations([observe(8, percent(50))]), 25, 0.1);
    follow(curve, later!, 0);
    expect(levelOf(traceOf(curve, later!), rate, 0).sd).toBeCloseTo(Math.hypot(0.05, yieldSd(0.49)), 9);
  });

  test('of an odd reading as that itself, and its noise', () => {
    const [first, odd] = seen([60, 10]);
    const level = newestLevel(traceOf(startCurve(first!), first!, [odd!]), [], rate, 0.03);
    expect(level).toEqual({
      at: day(1),
      share: expect.closeTo(0.1, 9),
      sd: expect.closeTo(Math.hypot(0.01 / Math.sqrt(12), 0.03), 9),
    });
  });

  test('less after each week in which only "some" was told', () => {
    const samples = cleanObservations([observe(-1, some), observe(0, 60), observe(7, some), observe(8, unknown)]);
    const [first] = seen([60]);
    const trace = traceOf(startCurve(first!), first!);
    const told = levelOf(trace, rate, 0);
    expect(newestLevel(trace, samples, rate, 0)).toEqual({
      at: day(7),
      share: expect.closeTo(0.6 - 0.14, 9),
      sd: expect.closeTo(Math.hypot(told.sd, 7 * 0.004, 0.05), 9),
    });
    expect(newestLevel(trace, samples.slice(0, 2), rate, 0)).toEqual(told);
  });
});
