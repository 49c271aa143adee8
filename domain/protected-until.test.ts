import { describe, expect, test } from 'vitest';
import { deviceFacts, slotFacts, startingStock } from './assessment.testkit.ts';
import { assessDevice, type SlotFacts } from './assessment.ts';
import { daily, day, knownForecast, steady } from './forecast/series.testkit.ts';
import { deviceProtectedUntil, protectedUntil, safeUntil } from './protected-until.ts';
import type { SupplyKind } from './supply-kinds.ts';
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

test('what is owed to the shelf shortens no promise, and what is not used needs none', () => {
  expect(safeUntil({ daysLow: 5, rateHigh: 0.1 }, -2, day(0))).toEqual(day(5));
  expect(safeUntil({ daysLow: 5, rateHigh: 0.1 }, 1, day(0))).toEqual(day(15));
  expect(safeUntil({ daysLow: 5, rateHigh: 0 }, 0, day(0))).toBeUndefined();
});

describe('C: a device is safe until', () => {
  const slotUntil = (percent: number, shelf = 0, kind: SupplyKind = 'toner') =>
    slotFacts({
      kind,
      observations: daily([percent]),
      profile: { lowShare: 0.1, usualRatePerDay: 0.02 },
      stock: startingStock(shelf, day(-1)),
    });
  const until = (...slots: SlotFacts[]) =>
    deviceProtectedUntil(assessDevice(deviceFacts(slots, { enrolledAt: day(-1) }), day(0)), day(0));

  test('the first of its slots may run dry, counting its shelf', () => {
    const [full, low] = [until(slotUntil(90))!, until(slotUntil(40))!];
    expect(low < full).toBe(true);
    expect(until(slotUntil(90), slotUntil(40))).toEqual(low);
    expect(until(slotUntil(90), slotUntil(40, 1))).toEqual(full);
  });

  test('whatever becomes of what is not supplied, or not known', () => {
    expect(until(slotUntil(90), slotUntil(1, 0, 'drum'))).toEqual(until(slotUntil(90)));
    expect(until(slotUntil(90), slotFacts())).toEqual(until(slotUntil(90)));
    expect(until(slotFacts())).toBeNull();
  });
});
