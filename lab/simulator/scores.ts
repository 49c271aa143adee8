/** Why a slot was dry, by what was so on its first dry day. */
export const causes = ['not-ordered', 'late', 'shortage', 'lost', 'silent'] as const;
export type Cause = (typeof causes)[number];

/** What is counted during a run. */
export interface Tally {
  deviceDays: number;
  stockOutDeviceDays: number;
  stockOutSlotDays: Record<Cause, number>;
  parcels: number;
  /** Spares × days on the shelf. */
  spareDays: number;
  used: number;
  obsolete: number;
  arrived: number;
  arrivedEarly: number;
  lines: number;
  units: number;
  doubled: number;
  refused: number;
}

/** One forecast, and what was true: days until the slot failed with what was on site. */
export interface ForecastSample {
  slot: string;
  day: number;
  days: number;
  lo: number;
  hi: number;
  truth: number;
}

/** Truths beyond this are not judged: nobody acts on them. */
export const farTruthDays = 200;

/** Weights in €, so that a stock-out, a parcel and a spare can be added up. */
const euros = { stockOutDeviceDay: 40, parcel: 9, spareDay: 0.05, obsolete: 60, arrivedEarly: 6 };

/** € per device-year, by what costs. */
export const costParts = ['stockOut', 'parcels', 'shelf', 'obsolete', 'early'] as const;
export type Cost = Record<(typeof costParts)[number], number>;

/** What a run came to. null: nothing to judge it by. */
export interface Scores {
  /** € per device-year. */
  cost: number;
  /** Device-days out of supply per 1,000. */
  stockOuts: number;
  parcelsPerSiteYear: number;
  /** Days that a spare lies on the shelf, on average. */
  shelfDays: number;
  /** Percent of units that arrive above 66 days of cover. */
  earlyPercent: number;
  /** Lines per 1,000 for a slot that had enough coming. */
  doubledPerMille: number;
  /** Median absolute error of the forecasts asked for, in percent of the truth. */
  errorPercent: number | null;
  /** Percent of truths inside the 80 % interval. */
  coveredPercent: number | null;
  /** Mean interval score, days (Gneiting and Raftery 2007, α = 0.2): width and misses together. */
  intervalScore: number | null;
  /** Of the devices of very high use (A10). */
  veryHighFoundPercent: number | null;
  veryHighFalse: number;
  refused: number;
}

interface Around {
  siteYears: number;
  veryHigh: number;
  found: number;
  falseAlarms: number;
}

export function scoresOf(
  tally: Tally,
  samples: readonly ForecastSample[],
  around: Around,
): { scores: Scores; cost: Cost } {
  const perDeviceYear = 365 / Math.max(1, tally.deviceDays);
  const cost: Cost = {
    stockOut: tally.stockOutDeviceDays * euros.stockOutDeviceDay * perDeviceYear,
    parcels: tally.parcels * euros.parcel * perDeviceYear,
    shelf: tally.spareDays * euros.spareDay * perDeviceYear,
    obsolete: tally.obsolete * euros.obsolete * perDeviceYear,
    early: tally.arrivedEarly * euros.arrivedEarly * perDeviceYear,
  };
  const of = (part: number, whole: number, times: number) => (times * part) / Math.max(1, whole);
  const scores: Scores = {
    cost: costParts.reduce((sum, part) => sum + cost[part], 0),
    stockOuts: of(tally.stockOutDeviceDays, tally.deviceDays, 1000),
    parcelsPerSiteYear: tally.parcels / Math.max(around.siteYears, 1e-9),
    shelfDays: tally.spareDays / Math.max(tally.used, 1e-9),
    earlyPercent: of(tally.arrivedEarly, tally.arrived, 100),
    doubledPerMille: of(tally.doubled, tally.lines, 1000),
    ...forecastScores(samples),
    veryHighFoundPercent: around.veryHigh > 0 ? (100 * around.found) / around.veryHigh : null,
    veryHighFalse: around.falseAlarms,
    refused: tally.refused,
  };
  return { scores, cost };
}

function forecastScores(samples: readonly ForecastSample[]) {
  if (samples.length === 0) return { errorPercent: null, coveredPercent: null, intervalScore: null };
  const errors = samples
    .map(({ days, truth }) => (100 * Math.abs(days - truth)) / Math.max(1, truth))
    .sort((a, b) => a - b);
  // An end beyond what is judged is as good as one at its edge.
  const ends = (days: number) => Math.min(days, farTruthDays);
  const inside = samples.filter(({ lo, hi, truth }) => lo <= truth && truth <= hi).length;
  const scores = samples.map(({ lo, hi, truth }) => {
    const [low, high] = [ends(lo), ends(hi)];
    return high - low + 10 * Math.max(0, low - truth) + 10 * Math.max(0, truth - high);
  });
  return {
    errorPercent: errors[errors.length >> 1]!,
    coveredPercent: (100 * inside) / samples.length,
    intervalScore: scores.reduce((sum, each) => sum + each, 0) / samples.length,
  };
}
