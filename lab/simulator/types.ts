/** What a gauge makes of the share that is left. */
export interface Gauge {
  /** Its step in points of percent, or one that speaks in states. */
  step: number | 'states';
  /** How much the middle is shown too high (share). */
  bend: number;
  /** Share that is left when it reads zero. */
  reserve: number;
  /** Rounds up, as one that counts full bars does; otherwise to the nearest. */
  roundsUp: boolean;
  /** Scatter (share). */
  noise: number;
}

/** One supply position, and everything that happens to it whoever orders. Amounts in rated-yield cartridges. */
export interface SlotPlan {
  id: string;
  key: string;
  kind: 'toner' | 'ink' | 'waste';
  sku: string;
  ratedYieldPages: number;
  gauge: Gauge;
  /** Use up to the evening of each day, beyond the last one of the run. */
  used: Float64Array;
  start: { left: number; spares: number; told: boolean };
  /** Days on which somebody fits a part-used cartridge from elsewhere. */
  partUsedDays: ReadonlySet<number>;
}

export interface Job {
  /** First day of the burst. */
  from: number;
  days: number;
  announced: boolean;
}

/** One device, and everything that happens to it whoever orders. */
export interface DevicePlan {
  id: string;
  siteId: string;
  model: string;
  type: string;
  enrolsOn: number;
  /** Infinity: stays. */
  endsOn: number;
  endAnnounced: boolean;
  /** A10: nobody could supply it. */
  veryHigh: boolean;
  /** Printed each day; the device tells its counter where it has one. */
  pages: Float64Array;
  counterStart: number | null;
  cartridgeSerials: boolean;
  job: Job | null;
  /** Chance that a cartridge of it is changed before its end. */
  early: number;
  shakes: boolean;
  mute: number;
  silentDays: ReadonlySet<number>;
  /** Days by which its clock is wrong, from a day on until another. */
  wrongClocks: readonly { from: number; until: number; days: number }[];
  slots: SlotPlan[];
}

export interface SitePlan {
  id: string;
  /** Use of each day beside a usual working day. */
  activity: Float64Array;
  devices: DevicePlan[];
}

/** Days that are known beyond the last one of a run, so that how long a cover would have lasted is known, too. */
export const lookAheadDays = 240;
