import { expect, test } from 'vitest';
import { earlySwaps } from './early-swap.ts';
import { day, forecastOf, steady } from './forecast/series.testkit.ts';

const swap = (onDay: number, leftShare?: number) => ({ at: day(onDay), after: day(onDay - 1), leftShare });

test('C: a cartridge replaced with as much left as the setting says, or more', () => {
  const swaps = [swap(10, 0.05), swap(20, 0.2), swap(30, 0.199), swap(40, 0.6), swap(50)];
  expect(earlySwaps(swaps, 20)).toEqual([
    { at: day(20), leftShare: 0.2 },
    { at: day(40), leftShare: 0.6 },
  ]);
  expect(earlySwaps(swaps, 61)).toEqual([]);
});

test('C: the last bar of a coarse gauge is no early swap', () => {
  const { swaps } = forecastOf(steady(0.02, 60, { gauge: { step: 25 } }));
  expect(swaps).toHaveLength(1);
  expect(earlySwaps(swaps, 20)).toEqual([]);
});
