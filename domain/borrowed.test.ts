import { describe, expect, test } from 'vitest';
import { installedFromNowhere, mayHaveLent } from './borrowed.ts';
import { day } from './forecast/series.testkit.ts';
import { delivery, estimate, swap } from './stock-estimate.testkit.ts';

describe('A15: a cartridge that was installed without a delivery', () => {
  const fromNowhere = (askedAt: Date | null, now: Date) =>
    installedFromNowhere(estimate({ swaps: [swap(20)], now }), askedAt, now);

  test('is one within 14 days, each once', () => {
    expect(fromNowhere(null, day(20))).toBe(true);
    expect(fromNowhere(null, day(34))).toBe(true);
    expect(fromNowhere(null, day(34.1))).toBe(false);
    expect(fromNowhere(day(19), day(21))).toBe(true);
    expect(fromNowhere(day(20), day(21))).toBe(false);
  });

  test('is none that came from the shelf, nor a parcel that is there although nobody has said so', () => {
    const now = day(21);
    const delivered = estimate({ deliveries: [delivery(18)], swaps: [swap(20)], now });
    expect(installedFromNowhere(delivered, null, now)).toBe(false);
    const inTransit = [{ lineId: 'a', units: 1, shippedAt: day(17) }];
    expect(installedFromNowhere(estimate({ inTransit, swaps: [swap(20)], now }), null, now)).toBe(false);
  });

  test('is known as one once its parcel is confirmed to have come days later', () => {
    const late = { swaps: [swap(20)], now: day(24) };
    const deliveries = [{ ...delivery(24), shippedAt: day(18) }];
    expect(installedFromNowhere(estimate({ ...late, deliveries }), null, day(24))).toBe(true);
  });
});

describe('A15: it may have come from', () => {
  const taker = { deviceId: 'taker', supplyId: 'black' };
  const shelf = (deviceId: string, supplyId: string | null, units: number) => ({ deviceId, supplyId, shelf: units });

  test('every other device of the site that is believed to have the same supply', () => {
    const lenders = [shelf('a', 'black', 1), shelf('b', 'black', 3)];
    expect(mayHaveLent(taker, lenders)).toEqual(lenders);
  });

  test('not its own shelf, an empty one, one of another supply', () => {
    const others = [shelf('taker', 'black', 1), shelf('a', 'black', 0), shelf('a', 'cyan', 1), shelf('b', null, 1)];
    expect(mayHaveLent(taker, others)).toEqual([]);
    expect(mayHaveLent({ ...taker, supplyId: null }, others)).toEqual([]);
  });
});
