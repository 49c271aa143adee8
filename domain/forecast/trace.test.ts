import { describe, expect, test } from 'vitest';
import type { Observation } from '../reading.ts';
import { daily, day, empty, forecastOf, knownForecast, low, observe, ok, percent, steady } from './series.testkit.ts';
import { slotHistory } from './slot-history.ts';

const swapsOf = (observations: Observation[]) => forecastOf(observations).swaps;

/** What has confirmed the jump that the readings end with. */
function confirmation(observations: Observation[], more: Parameters<typeof knownForecast>[1] = {}) {
  const { jump } = knownForecast(observations, more);
  return jump ? (jump.confirmedBy ?? 'nothing') : 'no jump';
}

/** 2 points a day, from 90 on. */
const falling = (days: number) => daily(Array.from({ length: days }, (_, index) => 90 - 2 * index));

describe('A05: swaps', () => {
  test('are told by a rise, with what was left and the reading before', () => {
    const [swap, ...more] = swapsOf([...daily([30, 28, 26, 24, 100, 98, 96, 94], 0)]);
    expect(more).toEqual([]);
    expect(swap).toMatchObject({ at: day(4), after: day(3), dry: undefined });
    expect(swap?.leftShare).toBeCloseTo(0.23, 1);
  });

  test('are told by a serial number where the level hardly differs', () => {
    const serial = (supplySerial: string) => ({ supplySerial });
    const series = [50, 48, 47, 46].map((level, index) => observe(index, level, serial(index < 2 ? 'a' : 'b')));
    expect(swapsOf(series)).toHaveLength(1);
  });

  test('a shaken cartridge is none', () => {
    expect(swapsOf(daily([10, 8, 6, 4, 12, 10, 8]))).toEqual([]);
  });

  test('a coarse gauge tells a swap, but not what was left', () => {
    const [swap] = swapsOf(daily([ok, ok, low, low, ok, ok]));
    expect(swap).toMatchObject({ at: day(4), after: day(3), leftShare: undefined });
  });

  test('tell since when the old cartridge was empty, and that nothing was left', () => {
    expect(swapsOf(daily([6, 4, 2, 0, 0, 0, 100]))).toMatchObject([
      { at: day(6), dry: { since: day(3) }, leftShare: 0 },
    ]);
    expect(swapsOf(daily([low, empty, empty, ok]))).toMatchObject([
      { at: day(3), dry: { since: day(1) }, leftShare: 0 },
    ]);
  });

  test('a cartridge that is taken out again within days was none, by its level', () => {
    const { swaps, rate, share } = knownForecast(daily([50, 48, 46, 100, 99, 42, 40, 38, 36]));
    expect(swaps).toEqual([]);
    expect(rate.perDay).toBeCloseTo(0.02, 2);
    expect(share).toBeCloseTo(0.36, 2);
  });

  test('nor by its serial number, whatever its level', () => {
    const series = daily([50, 48, 46, 45, 44, 42, 40]).map((observation, index) => ({
      ...observation,
      supplySerial: index === 3 || index === 4 ? 'trial' : 'own',
    }));
    expect(swapsOf(series)).toEqual([]);
  });

  test('an odd reading just before a swap is the last that was seen of the old cartridge', () => {
    const [swap] = swapsOf([...falling(20), observe(20, 3), observe(21, 100)]);
    expect(swap).toMatchObject({ at: day(21), after: day(20) });
    expect(swap?.leftShare).toBeLessThan(0.05);
  });
});

describe('A05: no order rests on one odd reading', () => {
  const before = falling(20);

  test('an odd reading is a jump, and counts only beside what was expected', () => {
    const { jump, share, shareWithoutJump } = knownForecast([...before, observe(20, 5)]);
    expect(jump).toEqual({ at: day(20), readShare: 0.05, expectedShare: expect.closeTo(0.5, 2) });
    expect(share).toBeCloseTo(0.05, 2);
    expect(shareWithoutJump).toBeCloseTo(0.5, 2);
  });

  test('but a slot that jumps again and again is used in lumps', () => {
    const lumps = [
      ...Array(6).fill(100),
      ...Array(6).fill(62),
      ...Array(6).fill(23),
      ...Array(6).fill(100),
      ...Array(6).fill(55),
    ];
    const { rate } = knownForecast(daily(lumps), { profile: { usualRatePerDay: 0.004 } });
    expect(rate.perDay).toBeGreaterThan(0.02);
  });

  test('a second reading that agrees confirms it, from the confirmation hours on', () => {
    const second = (hours: number) => [...before, observe(20, 5), observe(20 + hours / 24, 5)];
    expect(confirmation(second(5.9))).toBe('nothing');
    expect(confirmation(second(6))).toBe('second-reading');
    expect(knownForecast(second(5.9)).jump?.at).toEqual(day(20));
    expect(knownForecast(second(6)).jump?.at).toEqual(day(20));
  });

  test('of several odd readings the first says since when, the newest how much', () => {
    const { jump } = knownForecast([...before, observe(20, 6), observe(20.1, 5), observe(20.2, 4)]);
    expect(jump).toEqual({ at: day(20), readShare: 0.04, expectedShare: expect.closeTo(0.5, 2) });
    const lower = [...before, observe(20, 30), observe(20.2, 5)];
    expect(confirmation([...lower, observe(20.4, 5)])).toBe('nothing');
    expect(confirmation([...lower, observe(20.5, 5)])).toBe('second-reading');
  });

  test('once confirmed the level stands, and the rate has learnt nothing from the jump', () => {
    const { jump, share, shareWithoutJump, rate } = knownForecast([...before, ...daily([5, 5, 4, 3], 20)]);
    expect(jump).toBeUndefined();
    expect(share).toBeCloseTo(0.03, 2);
    expect(shareWithoutJump).toBe(share);
    expect(rate.perDay).toBeLessThan(0.021);
  });

  test('a second reading that shows more confirms nothing, one that shows what was expected ends it', () => {
    const odd = [...before, observe(20, 5)];
    expect(confirmation([...odd, observe(21, 20)])).toBe('nothing');
    expect(confirmation([...odd, observe(21, 20), observe(22, 19)])).toBe('second-reading');
    expect(confirmation([...odd, observe(21, 48)])).toBe('no jump');
  });

  test('two odd readings that do not agree are not taken for a swap in between', () => {
    expect(swapsOf([...before, observe(20, 5), observe(21, 48), observe(22, 46)])).toEqual([]);
  });

  test('the page counter confirms a drop that the pages explain', () => {
    const counted = before.map((observation, index) => ({ ...observation, pages: 1000 + 100 * index }));
    const profile = { ratedYieldPages: 5000 };
    const drop = (pages: number) => confirmation([...counted, observe(20, 5, { pages: 2900 + pages })], { profile });
    expect(drop(100)).toBe('nothing');
    expect(drop(2200)).toBe('page-counter');
  });

  test('what the page counter confirms is use', () => {
    const counted = before.map((observation, index) => ({ ...observation, pages: 1000 + 100 * index }));
    const profile = { ratedYieldPages: 5000 };
    const { jump, rate } = knownForecast([...counted, observe(20, 5, { pages: 5100 })], { profile });
    expect(jump?.confirmedBy).toBe('page-counter');
    expect(rate.perDay).toBeGreaterThan(0.02);
  });

  test('an alert of the device confirms it', () => {
    expect(confirmation([...before, observe(20, 5, { alert: 'low' })])).toBe('alert');
    expect(confirmation([...before, observe(20, 20, { alert: 'empty' })])).toBe('nothing');
  });

  test('an alert that stands for the level itself is one reading, not two', () => {
    const alone = observe(20, { type: 'unknown' }, { alert: 'empty' });
    expect(confirmation([...before, alone])).toBe('nothing');
  });

  test('a drop through an offline stretch is use, not a jump', () => {
    const { jump, rate } = knownForecast([...before, observe(36, 20), observe(37, 18)]);
    expect(jump).toBeUndefined();
    expect(rate.perDay).toBeCloseTo(0.02, 2);
  });

  test('a gauge that skips one of its steps needs confirmation, one that takes the next does not', () => {
    const bars = steady(0.01, 60, { gauge: { step: 25 } });
    expect(confirmation([...bars, observe(61, percent(25))])).toBe('no jump');
    expect(confirmation([...bars, observe(61, percent(0))])).toBe('nothing');
  });
});

describe('A05: a coarse gauge that comes down to its next word or bar sooner than expected has shown use', () => {
  /** Changed on day 3, "ok" for 30 days, "low" from then on: nine tenths in 30 days, of a slot that is expected to last for years. */
  const words = (second: Partial<Observation> = {}) => [
    ...daily([low, low, low, ...Array(30).fill(ok), low], 0),
    observe(34, low, second),
  ];
  const expected = { profile: { usualRatePerDay: 0.001 } };

  test('once a second reading agrees', () => {
    const alone = words().slice(0, -1);
    expect(confirmation(alone, expected)).toBe('nothing');
    expect(knownForecast(alone, expected).rate.perDay).toBeLessThan(0.005);
    expect(confirmation(words(), expected)).toBe('second-reading');
    expect(knownForecast(words(), expected).rate.perDay).toBeGreaterThan(0.01);
  });

  test('or an alert', () => {
    const alerted = words().map((each) => (+each.at === +day(33) ? { ...each, alert: 'low' as const } : each));
    expect(confirmation(alerted.slice(0, -1), expected)).toBe('alert');
    expect(knownForecast(alerted, expected).rate.perDay).toBeGreaterThan(0.01);
  });

  test('not where it skips one: of that the rate learns nothing', () => {
    const skipped = [...daily(Array(20).fill(percent(75, 25)), 0), ...daily(Array(5).fill(percent(50, 25)), 20)];
    const fallen = [...skipped, ...daily([percent(0, 25), percent(0, 25)], 25)];
    expect(confirmation(fallen, expected)).toBe('second-reading');
    expect(knownForecast(fallen, expected).rate.perDay).toBeLessThan(0.015);
  });
});

describe('A05 a fall that goes on', () => {
  test('A05 readings that keep falling faster than expected are use, once a second one agrees', () => {
    // 19 points every 12 hours, of a slot whose usual rate says a tenth of that.
    const seen = [100, 81, 62, 43, 24].map((percent, i) => ({
      at: new Date(Date.UTC(2026, 0, 5) + i * 12 * 3_600_000),
      level: { type: 'percent' as const, percent },
    }));
    const { told, rate } = slotHistory({
      profile: { lowShare: 0.1, usualRatePerDay: 0.02 },
      observations: seen,
      confirmationHours: 6,
    }) as { told: true; rate: { perDay: number } };
    expect(told).toBe(true);
    // Two days of it against the usual rate: not all of the 0.38 yet, but far from 0.02.
    expect(rate.perDay).toBeGreaterThan(0.08);
  });
});

describe('A05: what a coarse gauge cannot show', () => {
  const usual = { lowShare: 0.1, usualRatePerDay: 0.02 };
  /** Cartridges taken to be used of a slot that goes on showing the same. */
  const usedIn = (days: number, level: Parameters<typeof observe>[1]) => {
    const history = slotHistory({
      profile: usual,
      observations: daily(Array(days + 1).fill(level)),
      confirmationHours: 6,
    });
    return history.told ? history.trace.curve.points.at(-1)!.use : Number.NaN;
  };

  test('is taken to have been used as expected', () => {
    for (const level of [ok, percent(75, 25), percent(70, 10)]) expect(usedIn(10, level)).toBeCloseTo(0.2, 9);
    expect(usedIn(10, percent(75, 5))).toBeCloseTo(0.025, 9);
  });

  test('as far as the bar, or the word, holds, and what is expected may be wrong: a tenth, and a part of it', () => {
    // Of 26 days expected at the end of a quarter, of 15 at the end of a tenth, of 56 at the end of a word.
    expect(usedIn(60, percent(75, 25))).toBeCloseTo(0.25 + 0.1 + 0.3 * 26 * 0.02, 2);
    expect(usedIn(60, percent(70, 10))).toBeCloseTo(0.1 + 0.1 + 0.3 * 15 * 0.02, 2);
    expect(usedIn(60, ok)).toBeCloseTo(0.9 + 0.1 + 0.1 * 56 * 0.02, 2);
  });
});
