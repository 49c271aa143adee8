import { describe, expect, test } from 'vitest';
import { bandOf, type Seen } from './bands.ts';
import { agrees, alertAgrees, expectation, isOdd, type SlotMotion } from './jump.ts';
import { low, ok, percent } from './series.testkit.ts';

function seenAt(level: number, step = 1, alert?: Seen['alert']): Seen {
  return { at: 0, band: bandOf(percent(level), step, 0.1)!, alert };
}

/** A day after a reading of 60 %, at 2 % a day. */
const motion: SlotMotion = {
  share: 0.6,
  band: bandOf(percent(60), 1, 0.1)!,
  daysSinceTold: 0,
  days: 1,
  used: 0.02,
  ratePerDay: 0.02,
  stepPoints: 1,
  noise: 0,
};

const odd = (level: number, more: Partial<SlotMotion> = {}) =>
  isOdd(seenAt(level), expectation({ ...motion, ...more }));

describe('A05: an odd reading is a drop well beyond what rate, noise and step allow', () => {
  test('20 points at 2 points a day', () => {
    expect(expectation(motion).share).toBeCloseTo(0.58, 9);
    expect(odd(45)).toBe(false);
    expect(odd(38)).toBe(true);
    expect(odd(95)).toBe(false);
  });

  test.each([
    ['a fast device', { ratePerDay: 0.05, used: 0.05 }],
    ['three weeks without a reading', { days: 21, used: 0.42 }],
    ['a noisy gauge', { noise: 0.05 }],
    ['a gauge of 25 points', { stepPoints: 25 }],
    ['a level that anything in its band may be', { daysSinceTold: undefined, band: { ...motion.band, bottom: 0.4 } }],
  ])('%s may drop as far', (_, more) => {
    expect(odd(38, more)).toBe(false);
    expect(odd(0, { ...more, days: 1, used: 0.02 })).toBe(true);
  });
});

test('A05: "low" a day after a swap is odd, and is not once the cartridge may have come so far', () => {
  const lowSeen: Seen = { at: 0, band: bandOf(low, 1, 0.1)! };
  const fitted = (days: number) =>
    isOdd(lowSeen, expectation({ ...motion, share: 1 - 0.02 * days, band: bandOf(ok, 1, 0.1)!, daysSinceTold: days }));
  expect(fitted(1)).toBe(true);
  expect(fitted(30)).toBe(false);
});

test('an alert agrees with a level that is low, or nearly empty, as it says', () => {
  expect(alertAgrees(seenAt(25, 1, 'low'))).toBe(true);
  expect(alertAgrees(seenAt(45, 1, 'low'))).toBe(false);
  expect(alertAgrees(seenAt(25, 1, 'empty'))).toBe(false);
  expect(alertAgrees(seenAt(3, 1, 'empty'))).toBe(true);
  expect(alertAgrees(seenAt(3))).toBe(false);
});

test('a second reading agrees when it shows no more, but for what the gauge may err', () => {
  const gauge = { stepPoints: 1, noise: 0 };
  expect(agrees(seenAt(10), seenAt(9), gauge)).toBe(true);
  expect(agrees(seenAt(10), seenAt(15), gauge)).toBe(true);
  expect(agrees(seenAt(10), seenAt(17), gauge)).toBe(false);
  expect(agrees(seenAt(10), seenAt(17), { ...gauge, noise: 0.03 })).toBe(true);
});

describe('the lowest share that surprises nobody', () => {
  // 60 % less a day's use, five times that for scatter, 5 points of error and half a step.
  const usual = 0.6 - 0.02 - 0.1 - 0.055;
  const wide = { ...motion.band, bottom: 0.3 };
  test.each([
    ['told a day ago', {}, usual],
    ['with the scatter of the days since the last reading', { days: 4 }, usual - 0.1],
    ['with three times the noise', { noise: 0.01 }, usual - 0.03],
    ['with half a step more', { stepPoints: 11 }, usual - 0.05],
    ['with the scatter since the gauge told it', { daysSinceTold: 4, band: wide }, usual - 0.2],
    ['but not beyond the gauge’s band', { daysSinceTold: 100, band: wide }, usual - 0.3],
    ['anywhere in the band where the gauge never told it', { daysSinceTold: undefined, band: wide }, usual - 0.3],
  ])('%s', (_, more, lowest) => {
    expect(expectation({ ...motion, ...more }).lowest).toBeCloseTo(lowest, 9);
  });

  test('what is expected is not below nothing', () => {
    expect(expectation({ ...motion, used: 0.7 }).share).toBe(0);
  });
});

test('an alert agrees up to 30 %, or 10 %, as it says', () => {
  const agreed = (level: number, alert: 'low' | 'empty') => alertAgrees(seenAt(level, 1, alert));
  expect([agreed(30, 'low'), agreed(31, 'low'), agreed(10, 'empty'), agreed(11, 'empty')]).toEqual([
    true,
    false,
    true,
    false,
  ]);
});

test('a second reading may show a step more on a coarse gauge', () => {
  expect(agrees(seenAt(25, 25), seenAt(50, 25), { stepPoints: 25, noise: 0 })).toBe(true);
  expect(agrees(seenAt(25, 25), seenAt(75, 25), { stepPoints: 25, noise: 0 })).toBe(false);
  expect(agrees(seenAt(10), seenAt(16), { stepPoints: 1, noise: 0 })).toBe(false);
});
