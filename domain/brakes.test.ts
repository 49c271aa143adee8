import { describe, expect, test } from 'vitest';
import { brakeFor, pauseInForce } from './brakes.ts';
import { resolveSettings } from './settings.ts';

const settings = resolveSettings({});
const brake = (counts: Partial<Parameters<typeof brakeFor>[0]>) =>
  brakeFor({ siteOrdersToday: 0, fleetOrdersThisHour: 0, lastMonthHourlyMax: 0, settings, ...counts });

describe('A19: ceilings', () => {
  test('the third order of a site on a day may go, the fourth waits', () => {
    expect(brake({ siteOrdersToday: 2 })).toBeNull();
    expect(brake({ siteOrdersToday: 3 })).toMatchObject({ ceiling: 'site-day', limit: 3, count: 3, rule: 'A19' });
  });

  test('per fleet and hour at least 20', () => {
    expect(brake({ fleetOrdersThisHour: 19, lastMonthHourlyMax: 5 })).toBeNull();
    expect(brake({ fleetOrdersThisHour: 20, lastMonthHourlyMax: 5 })).toMatchObject({
      ceiling: 'fleet-hour',
      limit: 20,
    });
  });

  test('and 2 × the last month’s maximum', () => {
    expect(brake({ fleetOrdersThisHour: 29, lastMonthHourlyMax: 15 })).toBeNull();
    expect(brake({ fleetOrdersThisHour: 30, lastMonthHourlyMax: 15 })).toMatchObject({
      limit: 30,
      reason: { code: 'fleet-ceiling', values: { count: 30, limit: 30 } },
    });
  });

  test('are settings', () => {
    const own = resolveSettings({ global: { fleetHourMinimum: 1, fleetHourFactor: 1.5, ordersPerSiteDay: 1 } });
    expect(brake({ siteOrdersToday: 1, settings: own })?.ceiling).toBe('site-day');
    expect(brake({ fleetOrdersThisHour: 3, lastMonthHourlyMax: 2, settings: own })?.limit).toBe(3);
  });
});

describe('A19: pauses', () => {
  test('of several the widest is named', () => {
    const site = { scope: 'site', reason: 'stock count' } as const;
    const all = { scope: 'all', reason: 'wrong forecasts' } as const;
    expect(pauseInForce([site, all])).toBe(all);
    expect(pauseInForce([site])).toBe(site);
    const [account, device] = (['account', 'device'] as const).map((scope) => ({ scope, reason: '' }));
    expect(pauseInForce([device!, account!, site])).toBe(account);
    expect(pauseInForce([device!, site])).toBe(site);
    expect(pauseInForce([])).toBeNull();
  });
});
