import { describe, expect, test } from 'vitest';
import { plusDays } from '../time.ts';
import { forecastAt, forecastSlot, learnSlot } from './forecast.ts';
import { daily, day, empty, knownForecast, low, observe, ok, steady, weekdays } from './series.testkit.ts';

describe('A05: the forecast of a slot', () => {
  test('rate, level, days of use and run-out date of a steady slot, across its swaps', () => {
    const forecast = knownForecast(steady(0.02, 120));
    expect(forecast.swaps.map(({ at }) => at)).toEqual([day(50), day(100)]);
    expect(forecast.rate.perDay).toBeCloseTo(0.02, 3);
    expect(forecast.share).toBeCloseTo(0.6, 2);
    expect(forecast.daysOfUse).toBeCloseTo(30, 0);
    expect(forecast.runsOutAt).toEqual(plusDays(day(120), forecast.daysOfUse));
    expect(forecast).toMatchObject({ basis: 'readings', newestAt: day(120), observations: 121, jobUse: [] });
    expect(forecast.jump).toBeUndefined();
    expect(forecast.dryAt).toBeUndefined();
  });

  test.each([1, 5, 10, 25])('steps of %i points and weekends do not bend the rate', (step) => {
    const series = steady(0.012, 140, { gauge: { step }, activity: weekdays });
    const { rate } = knownForecast(series, { profile: { usualRatePerDay: 0.02 } });
    expect(rate.perDay / 0.012).toBeGreaterThan(0.93);
    expect(rate.perDay / 0.012).toBeLessThan(1.07);
  });

  test('the interval holds the expected days and narrows with history', () => {
    const narrow = knownForecast(steady(0.02, 130));
    const wide = knownForecast([observe(0, 40)], { profile: { usualRatePerDay: 0.02 } });
    expect(narrow.daysLow).toBeLessThan(narrow.daysOfUse);
    expect(narrow.daysHigh).toBeGreaterThan(narrow.daysOfUse);
    expect(wide.daysHigh - wide.daysLow).toBeGreaterThan(1.5 * (narrow.daysHigh - narrow.daysLow));
  });

  test('in silence the level goes down by the rate, never below nothing, and the interval widens', () => {
    const series = steady(0.02, 120);
    const [fresh, silent, long] = [0, 10, 60].map((afterDays) => knownForecast(series, { afterDays }));
    expect(silent?.share).toBeCloseTo((fresh?.share ?? 0) - 10 * (fresh?.rate.perDay ?? 0), 9);
    expect(silent?.daysOfUse).toBeCloseTo((fresh?.daysOfUse ?? 0) - 10, 9);
    expect(silent?.runsOutAt).toEqual(fresh?.runsOutAt);
    expect(silent?.daysHigh).toBeCloseTo((fresh?.daysHigh ?? 0) - 10, 9);
    expect(silent?.daysLow).toBeCloseTo((fresh?.daysLow ?? 0) - 10, 9);
    expect([fresh?.owed, silent?.owed]).toEqual([0, 0]);
    expect(long?.owed).toBeCloseTo(60 * (long?.rate.perDay ?? 0) - (fresh?.share ?? 0), 9);
    expect((silent?.daysLow ?? 0) / (silent?.daysOfUse ?? 1)).toBeLessThan(
      (fresh?.daysLow ?? 0) / (fresh?.daysOfUse ?? 1),
    );
    expect(long).toMatchObject({ share: 0, daysOfUse: 0, daysLow: 0, newestAt: day(120) });
    expect(long?.dryAt).toBeUndefined();
  });

  test('dry since the gauge has read empty without a break', () => {
    expect(knownForecast(daily([8, 6, 4, 2, 0, 0, { type: 'unknown' }, 0, 0]))).toMatchObject({
      dryAt: day(4),
      share: 0,
      daysOfUse: 0,
      daysHigh: 0,
      runsOutAt: day(4),
    });
    const usual = { profile: { usualRatePerDay: 0.02 } };
    expect(knownForecast(daily([4, 2, 0, 1, 0]), usual).dryAt).toEqual(day(4));
    expect(knownForecast(daily([4, 2, 0, 0, 100]), usual).dryAt).toBeUndefined();
    expect(knownForecast(daily([{ type: 'state', state: 'low' }, empty, empty]), usual).dryAt).toEqual(day(1));
  });

  test('a gauge in figures may hide a reserve when it reads empty, one that rounds half a step besides; one in words nothing', () => {
    const hides = (step: number) => knownForecast(steady(0.02, 60, { gauge: { step } })).hiddenShare;
    expect(hides(5)).toBeCloseTo(0.04 + 0.025, 9);
    expect(hides(10)).toBe(0.04);
    expect(knownForecast(daily([ok, ok, low]), { profile: { usualRatePerDay: 0.02 } }).hiddenShare).toBe(0);
  });

  test('a reading a few minutes ahead of now counts as of now', () => {
    const series = steady(0.02, 30);
    const ahead = forecastSlot({ ...input(series), now: plusDays(day(30), -0.005) });
    expect(ahead).toEqual(forecastSlot({ ...input(series), now: day(30) }));
  });

  test('A14: within a job the rate stays what it was, and the job’s cartridges are told', () => {
    const series = steady(0.02, 120, { activity: (days) => (days > 80 && days <= 90 ? 6 : 1) });
    const job = { from: day(78), until: day(108), cartridges: 2 };
    const booked = knownForecast(series, { jobs: [job] });
    expect(booked.rate.perDay).toBeCloseTo(0.02, 3);
    expect(booked.jobUse[0]).toBeCloseTo(1, 1);
    const early = knownForecast(series.slice(0, 91));
    const told = knownForecast(series.slice(0, 91), { jobs: [job] });
    expect(early.rate.perDay).toBeGreaterThan(0.028);
    expect(told.rate.perDay).toBeCloseTo(0.02, 3);
    expect(told.share).toBe(early.share);
  });
});

function input(observations: ReturnType<typeof steady>) {
  return { profile: { lowShare: 0.1 }, observations, confirmationHours: 6 };
}

test('what was learnt from the readings serves any later instant', () => {
  const series = steady(0.02, 120);
  const learned = learnSlot(input(series));
  for (const afterDays of [0, 1, 30, 300]) {
    const now = plusDays(day(120), afterDays);
    expect(forecastAt(learned, now)).toEqual(forecastSlot({ ...input(series), now }));
  }
});
