import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Observation } from '../reading.ts';
import { advance, blankMemory, remember } from './memory.ts';
import { daily, day, observe, percent, some, steady, unknown } from './series.testkit.ts';
import { historyOf } from './slot-history.ts';

const options = { profile: { lowShare: 0.1, ratedYieldPages: 3000, usualRatePerDay: 0.02 }, confirmationHours: 6 };

const levels = fc.oneof(
  { weight: 8, arbitrary: fc.integer({ min: 0, max: 20 }).map((level) => percent(5 * level)) },
  { weight: 2, arbitrary: fc.integer({ min: 0, max: 100 }).map((level) => percent(level)) },
  { weight: 1, arbitrary: fc.constantFrom(some, unknown) },
);

const readings: fc.Arbitrary<Observation[]> = fc.array(
  fc.record({ at: fc.integer({ min: 0, max: 60 * 24 }).map((hours) => day(hours / 24)), level: levels }),
  { maxLength: 60 },
);

const folded = (observations: readonly Observation[]) => observations.reduce(advance, blankMemory(options));

describe('A05: what is remembered of a slot', () => {
  test('is the same taken one by one, late and doubled ones among them, as all at once', () => {
    fc.assert(
      fc.property(readings, (observations) => {
        expect(historyOf(folded(observations))).toEqual(historyOf(remember(options, observations)));
      }),
      { numRuns: 300 },
    );
  });

  test('a late reading is seen where it belongs', () => {
    const series = [...daily([50, 48]), ...daily([100, 98], 3)];
    const late = observe(2, 4);
    const history = historyOf(folded([...series, late]));
    expect(history).toEqual(historyOf(folded([...series.slice(0, 2), late, ...series.slice(2)])));
    expect(history.told && history.trace.swaps[0]?.after).toEqual(day(2));
  });

  test('the gauge’s step, once it is known, holds for the readings before, too', () => {
    const series = steady(0.012, 60, { gauge: { step: 25 } });
    const memory = folded(series);
    expect(memory.gauge.stepPoints).toBe(25);
    const first = memory.tracer?.state.curve.points.find(({ use }) => use > 0);
    // A bar is used up evenly, not on the day it vanishes.
    expect(first?.at).toBe(day(1).getTime());
  });
});

describe('A05: what is thought of the gauge', () => {
  test('its noise, once it is known, is that of all readings', () => {
    const noisy = daily(Array.from({ length: 40 }, (_, index) => 80 - index + (index % 2 === 0 ? 0 : 4)));
    // Rises of three points, less half a step.
    expect(folded(noisy).gauge).toMatchObject({ stepPoints: 1, noise: expect.closeTo(0.025, 2) });
    expect(folded(steady(0.01, 40)).gauge.noise).toBe(0);
  });

  test('"some is left" says nothing before the first figure either, once there is one', () => {
    const memory = folded(daily([some, some, 60, 58]));
    expect(memory.gauge.hasWords).toBe(true);
    expect(memory.tracer?.result()).toMatchObject({ accepted: 2, last: { at: day(3).getTime() } });
    expect(folded(daily([some, some, 60, some, 58])).tracer?.result().accepted).toBe(2);
  });

  test('a reading without an instant is none', () => {
    const memory = folded(daily([60, 58]));
    expect(advance(memory, { at: new Date(Number.NaN), level: percent(40) }).samples).toHaveLength(2);
  });
});
