import { describe, expect, test } from 'vitest';
import type { Level } from '../reading.ts';
import { seenSamples } from './bands.ts';
import { cleanObservations } from './clean.ts';
import { low, observe, ok, percent } from './series.testkit.ts';
import {
  daysSinceTold,
  follow,
  install,
  installUnseen,
  largestUse,
  lastPoint,
  leastUseWithChange,
  rebase,
  startCurve,
} from './use.ts';

function seenAt(day: number, level: Level | number, step = 1) {
  const [seen] = seenSamples(cleanObservations([observe(day, level)]), step, 0.1);
  return seen!;
}

describe('the estimate walks down by the expected use, and the gauge fences it', () => {
  test('a fine gauge decides, whatever was expected', () => {
    const curve = startCurve(seenAt(0, 50));
    follow(curve, seenAt(1, 46), 0.01);
    // 50 is anything from 49.5 to 50.5.
    expect(lastPoint(curve).use).toBeCloseTo(0.035, 9);
    expect(curve.share).toBeCloseTo(0.46, 9);
    follow(curve, seenAt(2, 46), 0.01);
    expect(curve.share).toBeCloseTo(0.455, 9);
  });

  test('within a bar of a coarse gauge the expected use decides, down to the end of the bar', () => {
    const curve = startCurve(seenAt(0, percent(75), 25));
    follow(curve, seenAt(1, percent(50), 25), 0.02);
    expect(curve.share).toBeCloseTo(0.49, 9);
    follow(curve, seenAt(5, percent(50), 25), 0.08);
    expect(curve.share).toBeCloseTo(0.41, 9);
    expect(daysSinceTold(curve)).toBe(4);
    follow(curve, seenAt(20, percent(50), 25), 0.3);
    expect(curve.share).toBe(0.25);
  });

  test('what a bar shows late is laid over the time since the last one', () => {
    const curve = startCurve(seenAt(0, percent(75), 25));
    follow(curve, seenAt(10, percent(50), 25), 0.04);
    for (const day of [15, 20]) follow(curve, seenAt(day, percent(50), 25), 0.04);
    follow(curve, seenAt(25, percent(25), 25), 0.04);
    const uses = curve.points.map(({ use }) => use);
    // From 48 to 23 points in three equal parts, although 4 points were expected in each.
    expect(uses[2]! - uses[1]!).toBeCloseTo(0.25 / 3, 6);
    expect(uses[4]! - uses[1]!).toBeCloseTo(0.25, 9);
  });

  test('to days without expected use nothing is laid', () => {
    const curve = startCurve(seenAt(0, percent(75), 25));
    follow(curve, seenAt(10, percent(50), 25), 0.04);
    for (const [day, expected] of [
      [12, 0],
      [14, 0.02],
      [16, 0],
    ] as const) {
      follow(curve, seenAt(day, percent(50), 25), expected);
    }
    follow(curve, seenAt(18, percent(25), 25), 0.02);
    const [told, still, worked, again] = curve.points.slice(1).map(({ use }) => use);
    expect(still! - told!).toBeCloseTo(0, 6);
    expect(again! - worked!).toBeCloseTo(0, 6);
    expect(worked! - still!).toBeCloseTo(0.12, 6);
  });

  test('where none was expected, what a bar shows late is laid evenly over the time', () => {
    const curve = startCurve(seenAt(0, percent(75), 25));
    for (const [day, level] of [
      [10, 50],
      [15, 50],
      [25, 50],
      [30, 25],
    ] as const) {
      follow(curve, seenAt(day, percent(level), 25), 0);
    }
    const [told, early, late, passed] = curve.points.slice(1).map(({ use }) => use);
    expect(early! - told!).toBeCloseTo(0.25 / 4, 6);
    expect(late! - told!).toBeCloseTo((0.25 * 3) / 4, 6);
    expect(passed! - told!).toBeCloseTo(0.25, 6);
  });

  test('the first bar may have been begun: the expected use stands as far as the bar allows', () => {
    const begun = startCurve(seenAt(0, percent(75), 25));
    follow(begun, seenAt(2, percent(50), 25), 0.04);
    expect(lastPoint(begun).use).toBeCloseTo(0.04, 9);
    const whole = startCurve(seenAt(0, percent(75), 25));
    follow(whole, seenAt(89, percent(75), 25), 0.89);
    follow(whole, seenAt(90, percent(50), 25), 0.01);
    expect(whole.share).toBeCloseTo(0.495, 9);
    expect(lastPoint(whole).use).toBeCloseTo(0.255, 9);
  });

  test('"low" is where the low share is passed', () => {
    const curve = startCurve(seenAt(0, ok));
    follow(curve, seenAt(30, low), 0.02);
    expect(curve.share).toBeCloseTo(0.09, 9);
    follow(curve, seenAt(34, low), 0.04);
    expect(curve.share).toBeCloseTo(0.05, 9);
    follow(curve, seenAt(60, low), 0.5);
    expect(curve.share).toBe(0.005);
  });
});

describe('what the gauge has said last', () => {
  test('is where it came down to another band, however little that differs', () => {
    const curve = startCurve(seenAt(0, 2, 5));
    expect(daysSinceTold(curve)).toBeUndefined();
    follow(curve, seenAt(3, 1, 5), 0);
    expect(daysSinceTold(curve)).toBe(0);
    expect(curve.fromTop).toBeCloseTo(curve.share, 9);
  });

  test('another way of telling it is no coming down: the estimate is fenced, nothing more', () => {
    const curve = startCurve(seenAt(0, ok));
    follow(curve, seenAt(1, percent(40)), 0.02);
    expect(curve.share).toBeCloseTo(0.405, 9);
    const narrower = startCurve(seenAt(0, ok));
    follow(narrower, seenAt(1, percent(100), 25), 0);
    expect(narrower.band.bottom).toBe(0.75);
  });

  test('after a jump it is anything in the band', () => {
    const curve = startCurve(seenAt(0, 4));
    rebase(curve, seenAt(1, 11), 0.01);
    expect(curve.fromTop).toBeCloseTo(0.115, 9);
  });
});

describe('how much can have been used since the gauge’s last word', () => {
  const curve = startCurve(seenAt(0, percent(75), 25));

  test('of one cartridge: to the end of the bar, or just beyond where it came down to', () => {
    expect(largestUse(curve, seenAt(9, percent(75), 25), 0.02)).toBeCloseTo(0.25, 9);
    expect(largestUse(curve, seenAt(9, percent(50), 25), 0.02)).toBeCloseTo(0.26, 9);
    expect(largestUse(startCurve(seenAt(0, ok)), seenAt(9, percent(40)), 0.02)).toBeCloseTo(0.605, 9);
  });

  test('at least, if the cartridge was changed with no more than 30 % left', () => {
    expect(leastUseWithChange(curve, seenAt(9, percent(50), 25))).toBeCloseTo(0.45 + 0.5, 9);
    expect(leastUseWithChange(startCurve(seenAt(0, 20)), seenAt(9, percent(50)))).toBeCloseTo(0.495, 9);
  });

  test('a cartridge that was changed unseen leaves what the pages say of the new one', () => {
    const words = startCurve(seenAt(0, ok));
    follow(words, seenAt(30, ok), 0.6, 1);
    installUnseen(words, seenAt(60, ok), 0.7, 1);
    expect(words.share).toBeCloseTo(2 - 1.3, 9);
    expect(lastPoint(words)).toMatchObject({ use: expect.closeTo(1.3, 9), expected: 0.7 });
    expect(daysSinceTold(words)).toBeUndefined();
  });
});

test('a shaken cartridge shows more, but nothing was given back', () => {
  const curve = startCurve(seenAt(0, 4));
  rebase(curve, seenAt(1, 11), 0.01);
  expect(lastPoint(curve).use).toBeCloseTo(0.01, 9);
  expect(curve.share).toBeCloseTo(0.11, 9);
  expect(daysSinceTold(curve)).toBeUndefined();
});

describe('use that a swap hides', () => {
  const swap = (before: number, after: number, expected: number) => {
    const curve = startCurve(seenAt(0, before));
    const { left } = install(curve, seenAt(1, after), expected);
    return { left, use: lastPoint(curve).use, share: curve.share };
  };

  test('a day like others: what was left is thrown away, but for the use of the day', () => {
    const { left, use } = swap(30, 100, 0.02);
    expect(use).toBeCloseTo(0.02, 2);
    expect(left).toBeCloseTo(0.28, 2);
  });

  test('of the new cartridge at least what it no longer holds', () => {
    const { left, use } = swap(30, 92, 0.02);
    expect(use).toBeCloseTo(0.08, 2);
    expect(left).toBeCloseTo(0.3, 2);
  });

  test('a fast device empties the old one first', () => {
    const { left, use } = swap(20, 80, 0.4);
    expect(use).toBeCloseTo(0.4, 2);
    expect(left).toBe(0);
  });

  test('a slot that uses much a day used up most of the old one, rather than lose half a cartridge', () => {
    const { left, use } = swap(60, 50, 0.3);
    expect(left).toBeCloseTo(0.3, 1);
    expect(use).toBeCloseTo(0.8, 2);
    expect(swap(60, 50, 0.05).left).toBeCloseTo(0.55, 2);
    expect(swap(40, 50, 0.05).left).toBeCloseTo(0.35, 2);
  });

  test('one that uses little a day threw much of it away', () => {
    expect(swap(60, 100, 0.02).left).toBeCloseTo(0.58, 2);
    expect(swap(60, 80, 0.05).left).toBeCloseTo(0.6, 2);
  });

  test('in a long gap whole cartridges may have come and gone', () => {
    expect(swap(20, 80, 2.4).use).toBeCloseTo(2.4, 1);
  });

  test('after a cartridge that was at its end comes a new one, however much of that was used at once', () => {
    const { use, share } = swap(5, 60, 0.02);
    expect(use).toBeCloseTo(0.4, 1);
    expect(share).toBeCloseTo(0.6, 1);
    expect(swap(15, 60, 0.08).use).toBeCloseTo(0.4, 2);
  });

  test('a cartridge far from full was fitted part-used: what it lacks is no use', () => {
    const { use, share } = swap(30, 50, 0.02);
    expect(use).toBeCloseTo(0.02, 9);
    expect(share).toBeCloseTo(0.5, 9);
  });
});
