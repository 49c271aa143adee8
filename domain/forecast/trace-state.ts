import type { Seen } from './bands.ts';
import type { PaceKept } from './pace.ts';
import type { PageSensor, PageUse } from './page-use.ts';
import type { DrySpell, Jump, Swap } from './types.ts';
import type { UseCurve } from './use.ts';

export interface TraceOptions {
  stepPoints: number;
  /** Typical error of the gauge (share). */
  noise: number;
  confirmationHours: number;
  /** Cartridges per day before the slot has shown its own. */
  usualRatePerDay: number;
  ratedYieldPages?: number;
}

/** What the readings of a slot come to. */
export interface Trace {
  /** Use by the accepted readings; `share` is that of the newest of them. */
  curve: UseCurve;
  /** Newest accepted reading. */
  last: Seen;
  accepted: number;
  swaps: Swap[];
  pageUse: PageUse;
  /** Odd readings at the end that nothing has confirmed yet, oldest first. */
  pending: Seen[];
  /** The jump of `pending`, or one that the newest reading confirmed. */
  jump?: Jump;
  /** While the gauge reads empty. */
  dry?: DrySpell;
}

/** Everything that an accepted reading changes, so that a fitting that turns out to be none can be undone. */
export interface State {
  curve: UseCurve;
  last: Seen;
  accepted: number;
  pages: PageSensor;
  pace: PaceKept;
  /** Cartridges: the most that was used from one reading to the next. */
  largest: number;
  /** Levels come to by a jump that a second reading has confirmed. */
  jumps: number;
}
