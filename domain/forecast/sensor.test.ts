import { describe, expect, test } from 'vitest';
import type { Observation } from '../reading.ts';
import { daily, forecastOf, knownForecast, observe, ok, percent, steady } from './series.testkit.ts';
import { slotHistory } from './slot-history.ts';

const usual = { usualRatePerDay: 0.02 };

/** Pages at `perDay`, beside the levels. */
function counted(observations: Observation[], perDay: (day: number) => number): Observation[] {
  let pages = 1000;
  return observations.map((observation, index) => {
    pages += index > 0 ? perDay(index) : 0;
    return { ...observation, pages };
  });
}

describe('A05: what the rate is read from', () => {
  test('the gauge, where it is fine', () => {
    const { basis, rate } = knownForecast(
      counted(steady(0.01, 60), () => 500),
      { profile: { ratedYieldPages: 5000 } },
    );
    expect(basis).toBe('readings');
    expect(rate.perDay).toBeCloseTo(0.01, 3);
  });

  test('the page counter, where the gauge is coarse: it sees at once that use has stopped doubling', () => {
    const profile = { ...usual, ratedYieldPages: 5000 };
    const slow = steady(0.01, 120, { gauge: { step: 25 } });
    const { basis, rate } = knownForecast(
      counted(slow, () => 50),
      { profile },
    );
    expect(basis).toBe('page-counter');
    expect(rate.perDay).toBeCloseTo(0.01, 2);
    const tens = steady(0.01, 60, { gauge: { step: 10 } });
    expect(
      knownForecast(
        counted(tens, () => 50),
        { profile },
      ).basis,
    ).toBe('page-counter');
    const doubled = knownForecast(
      counted(steady(0.01, 120, { gauge: { step: 25 }, activity: (day) => (day > 92 ? 2 : 1) }), (day) =>
        day > 92 ? 100 : 50,
      ),
      { profile },
    );
    expect(doubled.rate.perDay).toBeGreaterThan(0.016);
  });

  test('not the page counter before both together have shown what a page takes, nor once it is silent', () => {
    const sensor = (observations: Observation[], ratedYieldPages?: number) => {
      const history = slotHistory({
        profile: { lowShare: 0.1, ...usual, ratedYieldPages },
        observations,
        confirmationHours: 6,
      });
      return history.told ? history.sensor : undefined;
    };
    const bars = (days: number) => counted(steady(0.01, days, { gauge: { step: 25 } }), () => 50);
    const counts = { basis: 'page-counter', blindShare: 0, tellsRate: true };
    const none = { basis: 'readings', blindShare: 0.25 };
    expect(sensor(bars(60), 5000)).toEqual(counts);
    expect(sensor(bars(45), 5000)).toMatchObject(none);
    // Without a rated yield it takes a quarter of a cartridge, from one change of bars to the next.
    expect(sensor(bars(60))).toMatchObject(none);
    expect(sensor(bars(80))).toEqual(counts);
    const silent = [...bars(60), observe(61, percent(25, 25))];
    expect(sensor(silent, 5000)).toMatchObject(none);
  });

  test('what a page takes is learnt, however wrong the rated yield is', () => {
    const { rate } = knownForecast(
      counted(steady(0.01, 140, { gauge: { step: 25 } }), () => 20),
      { profile: { ...usual, ratedYieldPages: 8000 } },
    );
    expect(rate.perDay).toBeGreaterThan(0.0085);
    expect(rate.perDay).toBeLessThan(0.0115);
  });

  test('the usual rate, where nothing else tells', () => {
    expect(knownForecast([observe(0, 60)], { profile: usual })).toMatchObject({
      basis: 'usual-rate',
      rate: { perDay: 0.02 },
      daysOfUse: expect.closeTo(30, 6),
    });
    expect(knownForecast(daily(Array(10).fill(ok)), { profile: usual }).basis).toBe('usual-rate');
  });

  test('without a usual rate none is made up', () => {
    const untold = { known: false, reason: 'rate-unknown' };
    expect(forecastOf([observe(0, 60)])).toMatchObject(untold);
    expect(forecastOf(daily([60, 58, 56, 54]))).toMatchObject(untold);
    expect(forecastOf(daily(Array(13).fill(60)))).toMatchObject(untold);
    expect(forecastOf(daily(Array(60).fill(ok)))).toMatchObject(untold);
  });

  test('a week of use tells a rate, and so do two weeks without any', () => {
    expect(knownForecast(daily([60, 58, 56, 54, 52, 50, 48, 46])).rate.perDay).toBeCloseTo(0.02, 2);
    expect(knownForecast(daily(Array(15).fill(60))).rate.perDay).toBeLessThan(0.001);
  });
});
