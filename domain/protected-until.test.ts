import { expect, test } from 'vitest';
import { day, knownForecast, steady } from './forecast/series.testkit.ts';
import { protectedUntil, safeUntil } from './protected-until.ts';
import { daysBetween } from './time.ts';

const forecastAfter = (silentDays: number) => knownForecast(steady(0.02, 120), { afterDays: silentDays });

test('C: safe until the early end of the estimate, and as long as the shelf lasts after it', () => {
  const forecast = forecastAfter(0);
  const bare = protectedUntil(forecast, 0, day(120))!;
  expect(daysBetween(day(120), bare)).toBeCloseTo(forecast.daysLow, 6);
  expect(daysBetween(bare, protectedUntil(forecast, 2, day(120))!)).toBeCloseTo(2 / forecast.rate.high, 6);
});

test('C: in silence the promise does not move; once it is over, it is not renewed', () => {
  const promised = protectedUntil(forecastAfter(0), 0, day(120))!;
  expect(daysBetween(protectedUntil(forecastAfter(10), 0, day(130))!, promised)).toBeCloseTo(0, 3);
  expect(protectedUntil(forecastAfter(90), 0, day(210))).toEqual(day(210));
});

test('nothing is promised where nothing is known', () => {
  expect(protectedUntil({ known: false, reason: 'no-reading', swaps: [] }, 1, day(0))).toBeUndefined();
});

test('nothing is promised beyond any calendar', () => {
  expect(safeUntil({ daysLow: 1, rateHigh: 1e-12 }, 1, day(0))).toBeUndefined();
  expect(safeUntil({ daysLow: Number.POSITIVE_INFINITY, rateHigh: 0.1 }, 0, day(0))).toBeUndefined();
  expect(safeUntil({ daysLow: 36_499, rateHigh: 1 }, 1, day(0))).toEqual(day(36_500));
});
