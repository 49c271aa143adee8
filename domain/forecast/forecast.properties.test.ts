import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Level, Observation } from '../reading.ts';
import { plusDays } from '../time.ts';
import { forecastSlot } from './forecast.ts';
import { day, knownForecast, observe, some, steady, unknown } from './series.testkit.ts';
import type { Forecast, ForecastInput } from './types.ts';

const levels: fc.Arbitrary<Level> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ type: fc.constant('percent' as const), percent: fc.integer({ min: -3, max: 150 }) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant('percent' as const),
      percent: fc.double(),
      resolution: fc.option(fc.double(), { nil: undefined }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constant('state' as const),
      state: fc.constantFrom('ok' as const, 'low' as const, 'empty' as const),
    }),
  },
  { weight: 1, arbitrary: fc.constantFrom(some, unknown) },
);

const observations: fc.Arbitrary<Observation[]> = fc.array(
  fc.record(
    {
      at: fc.integer({ min: 0, max: 200 * 24 }).map((hours) => day(hours / 24)),
      level: levels,
      pages: fc.oneof(fc.integer({ min: 0, max: 300_000 }), fc.double()),
      supplySerial: fc.constantFrom('a', 'b', ''),
      alert: fc.constantFrom('low' as const, 'empty' as const),
    },
    { requiredKeys: ['at', 'level'] },
  ),
  { maxLength: 80 },
);

const profiles: fc.Arbitrary<ForecastInput['profile']> = fc.record(
  {
    lowShare: fc.double({ min: 0.01, max: 0.5, noNaN: true }),
    ratedYieldPages: fc.integer({ min: 0, max: 50_000 }),
    usualRatePerDay: fc.double({ min: 0, max: 1, noNaN: true }),
  },
  { requiredKeys: ['lowShare'] },
);

const jobs = fc.array(
  fc.record({
    from: fc.integer({ min: -10, max: 200 }).map(day),
    until: fc.integer({ min: -10, max: 230 }).map(day),
    cartridges: fc.integer({ min: 0, max: 4 }),
  }),
  { maxLength: 2 },
);

const inputs: fc.Arbitrary<ForecastInput> = fc.record({
  profile: profiles,
  observations,
  now: fc.integer({ min: 200, max: 300 }).map(day),
  confirmationHours: fc.integer({ min: 0, max: 72 }),
  jobs,
});

function numbersIn(value: unknown): number[] {
  if (typeof value === 'number') return [value];
  if (value instanceof Date) return [value.getTime()];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(numbersIn) : [];
}

function shifted(forecast: Forecast, days: number): unknown {
  const move = (value: unknown): unknown => {
    if (value instanceof Date) return plusDays(value, days);
    if (Array.isArray(value)) return value.map(move);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, move(inner)]));
  };
  return move(forecast);
}

describe('A05: whatever the readings', () => {
  test('doubles and their order of arrival change nothing', () => {
    const shuffled = inputs.chain((input) =>
      fc
        .tuple(fc.subarray(input.observations as Observation[]), fc.infiniteStream(fc.nat()))
        .map(([doubles, ranks]) => {
          const all = [...input.observations, ...doubles].map((observation) => ({
            observation,
            rank: ranks.next().value,
          }));
          const order = all.sort((a, b) => a.rank - b.rank).map(({ observation }) => observation);
          return [input, order] as const;
        }),
    );
    fc.assert(
      fc.property(shuffled, ([input, order]) => {
        expect(forecastSlot({ ...input, observations: order })).toEqual(forecastSlot(input));
      }),
    );
  });

  test('every figure is finite, shares are shares, and the bounds are in order', () => {
    fc.assert(
      fc.property(inputs, (input) => {
        const forecast = forecastSlot(input);
        expect(numbersIn(forecast).filter((figure) => !Number.isFinite(figure))).toEqual([]);
        if (!forecast.known) return;
        const { share, shareWithoutJump, daysLow, daysOfUse, daysHigh, rate } = forecast;
        for (const value of [share, shareWithoutJump]) expect(value >= 0 && value <= 1).toBe(true);
        expect(0 <= daysLow && daysLow <= daysOfUse && daysOfUse <= daysHigh).toBe(true);
        expect(0 <= rate.low && rate.low <= rate.perDay && rate.perDay <= rate.high).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  test('nothing but the distance in time counts: all instants shifted, the same result', () => {
    fc.assert(
      fc.property(inputs, fc.integer({ min: -3000, max: 3000 }), (input, days) => {
        const moved = forecastSlot({
          ...input,
          observations: input.observations.map((observation) => ({
            ...observation,
            at: plusDays(observation.at, days),
          })),
          jobs: input.jobs?.map((job) => ({
            ...job,
            from: plusDays(job.from, days),
            until: plusDays(job.until, days),
          })),
          now: plusDays(input.now, days),
        });
        expect(moved).toEqual(shifted(forecastSlot(input), days));
      }),
    );
  });

  test('pages may be counted in any unit: counter and rated yield scaled alike, the same result', () => {
    fc.assert(
      fc.property(inputs, fc.constantFrom(2, 4, 1024), (input, unit) => {
        const { ratedYieldPages } = input.profile;
        fc.pre(input.observations.every(({ pages = 0 }) => !(pages > 1e9) && !(pages > 0 && pages < 1e-9)));
        const scaled = forecastSlot({
          ...input,
          profile: {
            ...input.profile,
            ratedYieldPages: ratedYieldPages === undefined ? undefined : unit * ratedYieldPages,
          },
          observations: input.observations.map(({ pages, ...rest }) => ({
            ...rest,
            ...(pages !== undefined && { pages: unit * pages }),
          })),
        });
        expect(scaled).toEqual(forecastSlot(input));
      }),
    );
  });

  test('unknown and "some" are never read as empty', () => {
    const notEmpty = levels.filter(
      (level) =>
        !(level.type === 'state' && level.state === 'empty') &&
        !(level.type === 'percent' && Math.abs(level.percent) < 1),
    );
    const series = fc.array(fc.oneof(notEmpty, fc.constantFrom(some, unknown)), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(series, profiles, (each, profile) => {
        const readings = each.map((level, index) => observe(index, level));
        const newest = each.findLastIndex(({ type }) => type !== 'unknown');
        const forecast = forecastSlot({
          profile,
          observations: readings,
          now: day(Math.max(0, newest)),
          confirmationHours: 6,
        });
        if (!forecast.known) return;
        expect(forecast.dryAt).toBeUndefined();
        if (forecast.newestAt.getTime() === day(newest).getTime()) expect(forecast.share).toBeGreaterThan(0);
        expect(forecast.swaps.every(({ dry }) => dry === undefined)).toBe(true);
      }),
    );
  });

  test('at a fixed rate a higher level never runs out earlier', () => {
    const level = fc.integer({ min: 0, max: 100 });
    fc.assert(
      fc.property(level, level, profiles, (one, other, profile) => {
        const usual = { ...profile, usualRatePerDay: profile.usualRatePerDay || 0.02 };
        const [lower, higher] = [Math.min(one, other), Math.max(one, other)].map((percent) =>
          knownForecast([observe(0, percent)], { profile: usual, afterDays: 1 }),
        );
        expect(lower?.rate).toEqual(higher?.rate);
        for (const figure of ['daysLow', 'daysOfUse', 'daysHigh', 'share'] as const) {
          expect(higher?.[figure]).toBeGreaterThanOrEqual((lower?.[figure] ?? 0) - 1e-9);
        }
      }),
    );
  });
});

/** What one odd reading may do to a steady slot: it is as if that reading were missing. */
const shareTolerance = 0.01;
const rateTolerance = 0.05;

test('A05: one odd reading moves neither the rate by more than 5 % nor the share beside the jump by more than a point', () => {
  const oddities = fc.record({
    perDay: fc.double({ min: 0.003, max: 0.03, noNaN: true }),
    days: fc.integer({ min: 14, max: 90 }),
    place: fc.double({ min: 0.3, max: 1, noNaN: true }),
    reads: fc.integer({ min: 0, max: 10 }),
  });
  fc.assert(
    fc.property(oddities, ({ perDay, days, place, reads }) => {
      const series = steady(perDay, days);
      const at = Math.round(place * days);
      const level = series[at]!.level;
      const before = series[at - 12]?.level;
      // Near the end of a cartridge a low level would not be odd, and soon after a swap the old cartridge may be back.
      fc.pre(level.type === 'percent' && level.percent > reads + 30 + 600 * perDay);
      fc.pre(before?.type === 'percent' && before.percent >= level.percent);
      const odd = series.map((observation, index) => (index === at ? observe(index, reads) : observation));
      const without = series.filter((_, index) => index !== at);
      const [expected, forecast] = [without, odd].map((readings) =>
        knownForecast(readings, { profile: { usualRatePerDay: 0.015 }, now: day(days) }),
      );
      expect(Math.abs((forecast?.shareWithoutJump ?? 0) - (expected?.share ?? 0))).toBeLessThan(shareTolerance);
      expect(Math.abs((forecast?.rate.perDay ?? 0) / (expected?.rate.perDay ?? 1) - 1)).toBeLessThan(rateTolerance);
      expect(forecast?.swaps).toEqual(expected?.swaps);
      expect(forecast?.jump?.confirmedBy).toBeUndefined();
      expect(forecast?.jump !== undefined).toBe(at === days);
    }),
    { numRuns: 300 },
  );
});
