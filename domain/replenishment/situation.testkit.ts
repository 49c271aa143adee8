import fc from 'fast-check';
import { deviceStates } from '../device-life.ts';
import type { Forecast, Jump } from '../forecast/types.ts';
import type { GaugeDoubt } from '../gauges/cross-check.ts';
import { lineKinds } from '../order/types.ts';
import { resolveSettings, type SettingLayers, type SettingName, settingDefinitions } from '../settings.ts';
import { plusDays } from '../time.ts';
import { type OpenLine, planningSettings, type SlotSituation } from './situation.ts';

export const now = new Date('2026-03-10T08:00:00Z');

type KnownForecast = Extract<Forecast, { known: true }>;

/** A known forecast: a cartridge a month, and what the test says otherwise. */
export function forecastOf(figures: Partial<KnownForecast> = {}): KnownForecast {
  const rate = figures.rate ?? { perDay: 1 / 30, low: 0.9 / 30, high: 1.1 / 30 };
  const share = figures.share ?? 0.5;
  return {
    known: true,
    basis: 'readings',
    rate,
    share,
    shareWithoutJump: figures.shareWithoutJump ?? share,
    daysOfUse: share / rate.perDay,
    daysLow: share / rate.high,
    daysHigh: share / rate.low,
    runsOutAt: plusDays(now, share / rate.perDay),
    swaps: [],
    newestAt: now,
    observations: 30,
    jobUse: [],
    ...figures,
  };
}

/** A forecast whose installed cartridge alone gives this many days of cover, at a cartridge in 100 days. */
export function coverOf(days: number, beforeJump = days): KnownForecast {
  const perDay = 0.01;
  const jump: Jump = { at: now, expectedShare: beforeJump * perDay, readShare: days * perDay };
  return forecastOf({
    rate: { perDay, low: perDay * 0.9, high: perDay * 1.1 },
    share: days * perDay,
    shareWithoutJump: beforeJump * perDay,
    ...(beforeJump !== days && { jump }),
  });
}

export function openLine(line: Partial<OpenLine> = {}): OpenLine {
  return { lineId: 'l1', kind: 'regular', outstanding: 1, ratePerDay: 0.01, backordered: false, ...line };
}

/** An enrolled, reporting device's black toner with 15 days of cover, and what the test says otherwise. */
export function situationOf(
  changes: Partial<Omit<SlotSituation, 'settings'>> & { set?: SettingLayers['global'] } = {},
): SlotSituation {
  const { set = {}, ...rest } = changes;
  return {
    slotId: 's1',
    deviceId: 'd1',
    siteId: 'site',
    accountId: 'account',
    key: '1',
    label: 'Black',
    kind: 'toner',
    supplyId: 'supply',
    packSize: 1,
    settings: resolveSettings({ global: set }),
    productTriggerDays: null,
    deviceState: 'enrolled',
    paused: null,
    newestReadingAt: now,
    forecast: forecastOf(),
    shelf: 0,
    keptForJobs: 0,
    openLines: [],
    cancelHold: null,
    blindLinesUsed: 0,
    ...rest,
  };
}

/** The usual value four times out of five. */
function mostly<U, T>(usual: U, others: fc.Arbitrary<T>): fc.Arbitrary<U | T> {
  return fc.oneof({ weight: 4, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: others });
}

/** Evenly spread, unlike fc.double, whose values crowd at the ends of the range. */
const between = (min: number, max: number) => fc.nat(1000).map((step) => min + ((max - min) * step) / 1000);

const share = between(0, 1);

/** Days, at most the ten years that forecasts end at. */
const lasting = (share: number, perDay: number) => Math.min(3650, share === 0 ? 0 : share / perDay);

/** What an interval rests on, as wide as the spread of the rate. */
const atReading = (share: number, perDay: number, spread: number, passedDays: number) => ({
  share: share + perDay * passedDays,
  shareSd: 0.05,
  rateSd: (perDay * spread) / 2,
  weekSd: perDay,
  passedDays,
});

const anyForecast: fc.Arbitrary<Forecast> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc
      .record({
        perDay: fc.oneof(
          { weight: 6, arbitrary: between(0.005, 0.05) },
          { weight: 3, arbitrary: between(0.05, 0.5) },
          { weight: 1, arbitrary: fc.double({ min: 0, max: 1, noNaN: true }) },
        ),
        spread: fc.double({ min: 0, max: 0.9, noNaN: true }),
        share,
        before: mostly(undefined, share),
        confirmedBy: fc.constantFrom(undefined, 'second-reading' as const, 'page-counter' as const, 'alert' as const),
        passedDays: fc.option(between(0, 9)),
      })
      .map(({ perDay, spread, share, before, confirmedBy, passedDays }) =>
        forecastOf({
          rate: { perDay, low: perDay * (1 - spread), high: perDay * (1 + spread) },
          share,
          daysOfUse: lasting(share, perDay),
          daysLow: lasting(share, perDay * (1 + spread)),
          daysHigh: lasting(share, perDay * (1 - spread)),
          runsOutAt: plusDays(now, lasting(share, perDay)),
          ...(passedDays !== null && { atReading: atReading(share, perDay, spread, passedDays) }),
          ...(before !== undefined && {
            shareWithoutJump: confirmedBy ? share : before,
            jump: { at: now, expectedShare: before, readShare: share, confirmedBy },
          }),
        }),
      ),
  },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom('no-reading' as const, 'level-unknown' as const, 'rate-unknown' as const)
      .map((reason) => ({ known: false as const, reason, swaps: [] })),
  },
);

const anyOpenLine: fc.Arbitrary<OpenLine> = fc.record({
  lineId: fc.uuid(),
  kind: fc.constantFrom(...lineKinds),
  outstanding: mostly(1, fc.integer({ min: 2, max: 4 })),
  ratePerDay: mostly(0.02, fc.option(between(0, 0.1))),
  backordered: mostly(false, fc.constant(true)),
});

/** Settings within their bounds, each a default or set somewhere. */
const anySettings: fc.Arbitrary<SettingLayers> = fc
  .record(
    Object.fromEntries(
      planningSettings.map((name: SettingName) => {
        const { min, max } = settingDefinitions[name];
        return [name, name === 'surgeFactor' ? fc.double({ min, max, noNaN: true }) : fc.integer({ min, max })];
      }),
    ),
    { requiredKeys: [] },
  )
  .map((values) => ({ site: values }));

/** Any situation of a slot that can occur, with `slotId` as its id. */
/** The device says that it is empty, the gauge 60 %, and they go on doing so. */
export const alertDoubt: GaugeDoubt = {
  since: plusDays(now, -1).toISOString(),
  reason: { code: 'alert-empty-gauge-higher', values: { percent: 60 } },
  lasting: true,
};

export const anySituation = (slotId = 's1'): fc.Arbitrary<SlotSituation> =>
  fc
    .record({
      layers: fc.oneof(fc.constant<SettingLayers>({}), fc.constant({ account: { blindLines: 1 } }), anySettings),
      kind: mostly('toner' as const, fc.constantFrom('ink' as const, 'waste' as const, 'drum' as const)),
      supplyId: mostly('supply', fc.constant(null)),
      packSize: fc.integer({ min: 1, max: 6 }),
      productTriggerDays: mostly(null, fc.integer({ min: 1, max: 60 })),
      deviceState: mostly('enrolled' as const, fc.constantFrom(...deviceStates)),
      paused: mostly(null, fc.constant({ scope: 'site', reason: 'stock count' })),
      plannedEnd: mostly(
        null,
        between(-5, 60).map((days) => ({ on: '2026-04-01', at: plusDays(now, days) })),
      ),
      newestReadingAt: fc.option(
        between(0, 9).map((days) => plusDays(now, -days)),
        { freq: 10 },
      ),
      forecast: anyForecast,
      shelf: mostly(0, fc.integer({ min: 1, max: 2 })),
      keptForJobs: mostly(0, fc.integer({ min: 1, max: 3 })),
      openLines: mostly([], fc.uniqueArray(anyOpenLine, { minLength: 1, maxLength: 3, selector: ({ kind }) => kind })),
      cancelHold: fc.option(fc.record({ coverDaysAtCancel: fc.double({ min: 0, max: 60, noNaN: true }) }), { freq: 4 }),
      blindLinesUsed: mostly(0, fc.constant(1)),
      gaugeDoubt: mostly(null, fc.constant(alertDoubt)),
    })
    .map(({ layers, ...rest }) => ({ ...situationOf(), ...rest, slotId, settings: resolveSettings(layers) }));
