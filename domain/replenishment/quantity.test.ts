import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { resolveSettings, type SettingLayers } from '../settings.ts';
import { orderQuantity } from './quantity.ts';

const quantity = (ratePerDay: number, packSize = 1, set: SettingLayers['global'] = {}) =>
  orderQuantity({ ratePerDay, packSize, settings: resolveSettings({ global: set }) });

describe('A07: quantity', () => {
  test.each([
    ['hardly used', 0, 1],
    ['one in 30 days', 1 / 30, 1],
    ['1.05 in 30 days, still within the tolerance', 1.05 / 30, 1],
    ['1.06 in 30 days', 1.06 / 30, 2],
    ['2.05 in 30 days', 2.05 / 30, 2],
    ['2.051 in 30 days', 2.051 / 30, 3],
    ['4.05 in 30 days', 4.05 / 30, 4],
  ])('%s', (_, rate, expected) => {
    expect(quantity(rate)).toEqual({ quantity: expected, wanted: expected, capped: false });
  });

  test('above 4 it is 4, and a person looks at it', () => {
    expect(quantity(4.06 / 30)).toEqual({ quantity: 4, wanted: 5, capped: true });
  });

  test('rounded up to the pack', () => {
    expect(quantity(1 / 30, 2)).toEqual({ quantity: 2, wanted: 2, capped: false });
    expect(quantity(2.5 / 30, 2)).toEqual({ quantity: 4, wanted: 4, capped: false });
  });

  test('the maximum is kept in whole packs, but one pack is always ordered', () => {
    expect(quantity(4 / 30, 3)).toEqual({ quantity: 3, wanted: 6, capped: true });
    expect(quantity(1 / 30, 6)).toEqual({ quantity: 6, wanted: 6, capped: true });
  });

  test('coverage and maximum are settings', () => {
    expect(quantity(0.1, 1, { coverageDays: 60, maxCartridges: 10 })).toEqual({
      quantity: 6,
      wanted: 6,
      capped: false,
    });
  });

  test('property: whole packs, at least one, within the maximum unless one pack is more, enough unless capped', () => {
    const rates = fc.double({ min: 0, max: 2, noNaN: true });
    fc.assert(
      fc.property(rates, fc.integer({ min: 1, max: 8 }), fc.integer({ min: 1, max: 12 }), (rate, pack, maximum) => {
        const found = quantity(rate, pack, { maxCartridges: maximum });
        expect(found.quantity % pack).toBe(0);
        expect(found.quantity).toBeGreaterThanOrEqual(pack);
        expect(found.quantity).toBeLessThanOrEqual(Math.max(maximum, pack));
        expect(found.wanted).toBeGreaterThanOrEqual(30 * rate - 0.05 - 1e-9);
        expect(found.wanted).toBeLessThan(Math.max(1, 30 * rate + 1) + pack);
        expect(found.capped).toBe(found.wanted > maximum);
        if (!found.capped) expect(found.quantity).toBe(found.wanted);
      }),
    );
  });
});
