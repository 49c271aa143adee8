import { describe, expect, test } from 'vitest';
import { bandOf, seenSamples } from './bands.ts';
import { cleanObservations } from './clean.ts';
import { daily, empty, low, ok, percent, some, unknown } from './series.testkit.ts';

describe('A05: what a level says of the true share', () => {
  test.each([
    ['a fine gauge rounds', percent(50), 1, { top: 0.505, bottom: 0.495 }],
    ['a coarse gauge shows a bar until it is used up', percent(50), 25, { top: 0.5, bottom: 0.25 }],
    ['from 10 points on', percent(50), 10, { top: 0.5, bottom: 0.4 }],
    ['a gauge of 5 points rounds', percent(50), 5, { top: 0.525, bottom: 0.475 }],
    ['full is full', percent(100), 1, { top: 1, bottom: 0.995 }],
    ['1 % is not empty', percent(1), 5, { top: 0.035, bottom: 0.005 }],
    ['0 % is empty', percent(0), 25, { top: 0, bottom: 0 }],
    ['"ok" is anything above the low share', ok, 1, { top: 1, bottom: 0.12 }],
    ['"low" is at most the low share, but not empty', low, 1, { top: 0.12, bottom: 0.005 }],
    ['"empty" is empty', empty, 1, { top: 0, bottom: 0 }],
  ])('%s', (_, level, step, { top, bottom }) => {
    const band = bandOf(level, step, 0.12);
    expect(band?.top).toBeCloseTo(top, 9);
    expect(band?.bottom).toBeCloseTo(bottom, 9);
  });

  test.each([some, unknown])('nothing: $type', (level) => {
    expect(bandOf(level, 1, 0.1)).toBeUndefined();
  });

  test('"some" is left out where the gauge can say more, and tells full from empty where it cannot', () => {
    const seen = (levels: Parameters<typeof daily>[0]) =>
      seenSamples(cleanObservations(daily(levels)), 1, 0.1).map(({ band }) => band.shown);
    expect(seen([80, some, 79])).toEqual([0.8, 0.79]);
    expect(seen([ok, some, low])).toEqual([1, 0.1]);
    expect(seen([some, empty, some, unknown])).toEqual([1, 0, 1]);
  });
});
