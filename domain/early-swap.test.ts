import { describe, expect, test } from 'vitest';
import { earlySwap, earlySwapsToTell } from './early-swap.ts';
import { day, forecastOf, steady } from './forecast/series.testkit.ts';
import type { Forecast } from './forecast/types.ts';

/** A cartridge in fifty days; the week's use scatters little. */
const calm = forecastOf(steady(0.02, 60)) as Extract<Forecast, { known: true }>;
const wild = { ...calm, rate: { ...calm.rate, perDay: 0.25 }, atReading: { ...calm.atReading!, weekSd: 0.5 } };
const swap = (leftShare?: number, days = 1) => ({ at: day(10 + days), after: day(10), leftShare });

test('C: a cartridge replaced with as much left as the setting says, or more', () => {
  const found = [0.05, 0.199, 0.2, 0.6, undefined].map((leftShare) => earlySwap(swap(leftShare), 20, calm));
  expect(found).toEqual(['no', 'no', 'yes', 'yes', 'unknown']);
  expect(earlySwap(swap(0.6), 61, calm)).toBe('no');
});

test('C: what may have been used since the reading before counts against it', () => {
  expect(earlySwap(swap(0.3), 20, wild)).toBe('unknown');
  expect(earlySwap(swap(0.9), 20, wild)).toBe('yes');
  expect(earlySwap(swap(0.3, 12), 20, calm)).toBe('unknown');
  expect(earlySwap(swap(0.3), 20, { known: false, reason: 'rate-unknown', swaps: [] })).toBe('unknown');
});

test('C: the last bar of a coarse gauge is no early swap', () => {
  const forecast = forecastOf(steady(0.02, 60, { gauge: { step: 25 } }));
  expect(forecast.swaps).toHaveLength(1);
  expect(earlySwap(forecast.swaps[0]!, 20, forecast)).not.toBe('yes');
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

  test('on the day of the enrolment from its instant on', () => {
    expect(told(found({ at: day(5) }), day(6))).toEqual([]);
    expect(told(found({ at: day(5.01) }), day(6))).toHaveLength(1);
  });

  test('without what it would have lasted where no use is known', () => {
    const unused = (forecast: object) => {
      const { slots } = found() as { slots: object[] };
      return told({ slots: slots.map((slot) => ({ ...slot, forecast })) } as never)[0]?.daysLeft;
    };
    expect(unused({ known: true, rate: { ...rate, perDay: 0 } })).toBeNull();
    expect(unused({ known: false })).toBeNull();
  });

  test('not where the gauge cannot tell, nor of what is not supplied, nor of a device that is paused', () => {
    expect(told(found({ early: 'unknown', leftShare: undefined }))).toEqual([]);
    expect(told(found({ early: 'no', leftShare: 0.1 }))).toEqual([]);
    expect(told(found({}, 'drum'))).toEqual([]);
    expect(told(found(), day(11), 'paused')).toEqual([]);
  });
});
