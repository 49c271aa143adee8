import { describe, expect, test } from 'vitest';
import { earlySwaps, earlySwapsToTell } from './early-swap.ts';
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

describe('C: an early swap is told of the same day', () => {
  const enrolledAt = day(5);
  const rate = { perDay: 0.02, low: 0.01, high: 0.03 };
  const found = (change: object = {}, kind = 'toner') =>
    ({
      slots: [
        {
          slot: { label: 'Black', supplyId: 's', kind },
          forecast: { known: true, rate },
          newSwaps: [{ at: day(10), after: day(9), leftShare: 0.35, early: 'yes', ...change }],
        },
      ],
    }) as never;
  const told = (seen: never, now = day(11), state: 'enrolled' | 'paused' = 'enrolled') =>
    earlySwapsToTell({ state, enrolledAt }, seen, now);

  test('with what it would have lasted', () => {
    expect(told(found())).toEqual([{ label: 'Black', supplyId: 's', at: day(10), leftShare: 0.35, daysLeft: 17 }]);
  });

  test('while the old cartridge is at hand: not of a backlog, nor of what happened before enrolment', () => {
    expect(told(found(), day(13))).toHaveLength(1);
    expect(told(found(), day(13.01))).toEqual([]);
    expect(told(found({ at: day(4) }), day(6))).toEqual([]);
  });

  test('not where the gauge cannot tell, nor of what is not supplied, nor of a device that is paused', () => {
    expect(told(found({ early: 'unknown', leftShare: undefined }))).toEqual([]);
    expect(told(found({ early: 'no', leftShare: 0.1 }))).toEqual([]);
    expect(told(found({}, 'drum'))).toEqual([]);
    expect(told(found(), day(11), 'paused')).toEqual([]);
  });
});
