import { day } from './forecast/series.testkit.ts';
import { estimateStock, type StockInput } from './stock-estimate.ts';
import { plusDays } from './time.ts';

/** A gauge that reads empty from one instant on, read daily until another, while so much is used each day. */
export const dryFrom = (since: Date, days: number, perDay = 0.02) => ({
  since,
  used: Array.from({ length: Math.max(0, Math.floor(days)) }, (_, index) => ({
    at: plusDays(since, index + 1),
    cartridges: (index + 1) * perDay,
  })),
});

export const dry = (from: number, until = 99, perDay?: number) => dryFrom(day(from), until - from, perDay);

export const swap = (onDay: number, drySince?: number, perDay?: number) => ({
  at: day(onDay),
  after: day(onDay - 1),
  dry: drySince === undefined ? undefined : dry(drySince, onDay - 1, perDay),
});

export const delivery = (onDay: number, units = 1, certainty: 'confirmed' | 'presumed' = 'confirmed') => ({
  at: day(onDay),
  units,
  certainty,
  lineId: `line-${onDay}`,
  shippedAt: day(onDay - 3),
  expectedAt: day(onDay),
});

export const transit = (lineId: string, shippedOn: number, units = 1) => ({ lineId, units, shippedAt: day(shippedOn) });

export function estimate(input: Partial<StockInput>) {
  return estimateStock({
    start: { units: 0, at: day(0) },
    deliveries: [],
    inTransit: [],
    counts: [],
    adjustments: [],
    swaps: [],
    calendar: { timeZone: 'UTC', workdays: [1, 2, 3, 4, 5, 6, 7], holidays: [] },
    now: day(100),
    ...input,
  });
}
