import { daysBetween } from '../time.ts';
import { coverDays } from './cover.ts';
import type { SlotSituation } from './situation.ts';

/** The day after which a device is not used any more, as announced (A18). */
export interface PlannedEnd {
  /** Local date, `YYYY-MM-DD`: its last day. */
  on: string;
  /** When that day is over. */
  at: Date;
}

/** Days until the announced end is over, negative after it; null where none is announced. */
function daysToPlannedEnd({ plannedEnd }: SlotSituation, now: Date): number | null {
  return plannedEnd ? daysBetween(now, plannedEnd.at) : null;
}

/** A18: what there is lasts until the device's announced end, by this cover (days). */
export function lastsToPlannedEnd(s: SlotSituation, cover: number | null, now: Date): boolean {
  const left = daysToPlannedEnd(s, now);
  return left !== null && cover !== null && cover >= left;
}

/** Cartridges beyond those that are there which the device will use until its announced end; null where none is announced. */
export function neededUntilPlannedEnd(s: SlotSituation, now: Date): number | null {
  const left = daysToPlannedEnd(s, now);
  const cover = coverDays(s);
  if (left === null || cover === null || !s.forecast.known) return null;
  return Math.max(0, left - cover) * s.forecast.rate.perDay;
}
