import type { Observation } from '../reading.ts';

/** What is known of a slot before any reading. */
export interface SlotProfile {
  /** Share of the cartridge (0…1) that a coarse gauge's "low" still holds at most: the model's low share (A05). */
  lowShare: number;
  /** Rated pages of one cartridge (of a container: until full); the page counter is a second sensor through it. */
  ratedYieldPages?: number;
  /** The model's usual rate, cartridges per day, for a slot without history. */
  usualRatePerDay?: number;
}

export interface ForecastInput {
  profile: SlotProfile;
  /** In any order; doubles allowed. */
  observations: readonly Observation[];
  now: Date;
  /** Hours after which a second accepted reading confirms an odd one (A05). */
  confirmationHours: number;
  /** Exceptional jobs (A14): cartridges booked to a job within a window, which the rate must not learn from. */
  jobs?: readonly { from: Date; until: Date; cartridges: number }[];
}

/** A cartridge seen replaced between two readings. */
export interface Swap {
  at: Date;
  /** Instant of the reading before. */
  after: Date;
  /** Share (0…1) left in the cartridge that was taken out; undefined where the gauge cannot tell. */
  leftShare?: number;
  /** While the cartridge that was taken out read empty, where it did. */
  dry?: DrySpell;
  /** The new one was not full: it did not come from the shelf. */
  partUsed?: boolean;
}

/** A gauge that reads empty without a break. */
export interface DrySpell {
  since: Date;
  /** At each reading of it: cartridges used since its beginning, by the pages printed, else by the rate. */
  used: { at: Date; cartridges: number }[];
}

/** Cartridges per day with its 80 % bounds. */
export interface Rate {
  perDay: number;
  low: number;
  high: number;
}

/**
 * The newest reading stands apart from what the others lead to expect. While `confirmedBy` is undefined, an order that
 * rests on it waits (A05, "waiting for confirmation").
 */
export interface Jump {
  at: Date;
  /** Share (0…1) that the readings before lead to expect at that instant. */
  expectedShare: number;
  readShare: number;
  confirmedBy?: 'second-reading' | 'page-counter' | 'alert';
}

/** The estimate at the newest reading, in cartridges, with standard deviations. */
export interface EstimateAtReading {
  share: number;
  shareSd: number;
  /** Of the rate, cartridges per day. */
  rateSd: number;
  /** Of the use of one week. */
  weekSd: number;
  /** Days since that reading. */
  passedDays: number;
}

export type ForecastBasis = 'readings' | 'page-counter' | 'usual-rate';

/** Days until the installed cartridge runs dry, and what that rests on. Pure data, JSON-safe but for its dates. */
export type Forecast =
  | { known: false; reason: 'no-reading' | 'level-unknown' | 'rate-unknown'; swaps: Swap[] }
  | {
      known: true;
      basis: ForecastBasis;
      rate: Rate;
      /** Share (0…1) of the installed cartridge estimated to be left at `now`. */
      share: number;
      /** Cartridges that have been used up since the newest reading beside the installed one, by the rate: from the shelf. */
      owed?: number;
      /** Share that would be estimated without the unconfirmed jump; equals `share` where there is none. */
      shareWithoutJump: number;
      daysOfUse: number;
      /** 80 % interval of `daysOfUse`. */
      daysLow: number;
      daysHigh: number;
      runsOutAt: Date;
      /** What the interval rests on; from it, the days that any number of further cartridges last. */
      atReading?: EstimateAtReading;
      jump?: Jump;
      swaps: Swap[];
      /** Since when the gauge has read empty without a break, where it does. */
      dryAt?: Date;
      dry?: DrySpell;
      /** Share (0…1) that the gauge may hide when it reads empty, before the slot has shown it. */
      hiddenShare?: number;
      newestAt: Date;
      /** Readings that the figures rest on. */
      observations: number;
      /** Cartridges booked to each of the input's jobs so far, in their order (A14). */
      jobUse: number[];
    };
