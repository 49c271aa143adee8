import { expect, test } from 'vitest';
import { forecastSlot } from './forecast.ts';
import { day, steady, weekdays } from './series.testkit.ts';

test('400 days of daily readings take well under 5 ms', () => {
  const observations = steady(0.02, 400, { activity: weekdays }).map((observation, index) => ({
    ...observation,
    pages: index * 90,
  }));
  const input = { profile: { lowShare: 0.1 }, observations, confirmationHours: 6, now: day(401) };
  const times = Array.from({ length: 30 }, () => {
    const begin = performance.now();
    forecastSlot(input);
    return performance.now() - begin;
  });
  expect(Math.min(...times)).toBeLessThan(5);
});
