import { alertedShare } from '../forecast/jump.ts';
import type { Observation } from '../reading.ts';
import { type Reason, type ReasonCode, reason } from '../reasons.ts';
import { hourMs } from '../time.ts';
import type { KnownGauge } from './known-gauge.ts';

/** What gauge and alerts of a slot say against each other. Plain JSON, kept with a decision. */
export interface GaugeDoubt {
  /** Instant of the first of the readings in a row that show it, ISO 8601. */
  since: string;
  reason: Reason;
  /** An alert and a gauge that contradict one another for so long that a person looks: neither lags behind the other. */
  lasting: boolean;
}

/** The gauge may differ from the level at which alerts begin by so many points. */
const marginPoints = 5;

/**
 * A05: alerts (toner empty, waste full) cross-check the gauge. Tells an alert that the gauge contradicts, and a gauge that reads low
 * without the alert that the model is known to give; null: nothing to tell. An alert may lag behind a new cartridge, so only one that
 * lasts over `confirmationHours` and a second reading is a person's matter.
 */
export function gaugeDoubt(
  observations: readonly Observation[],
  gauge: KnownGauge,
  confirmationHours: number,
): GaugeDoubt | null {
  const newest = observations.at(-1);
  const found = newest && doubtIn(newest, gauge);
  if (!newest || !found) return null;
  const other = observations.findLastIndex((each) => doubtIn(each, gauge)?.code !== found.code);
  const since = observations[other + 1]!.at;
  const long = newest.at > since && newest.at.getTime() - since.getTime() >= confirmationHours * hourMs;
  return { since: since.toISOString(), reason: found, lasting: long && found.code !== 'gauge-low-without-alert' };
}

/** What the newest reading shows that says so. `percent` null: the readings that contradicted the alert are known by now to tell no level. */
export interface ContradictionEnd {
  percent: number | null;
  alert: Observation['alert'] | null;
}

/**
 * A05: whether the contradiction that began with the reading at `since` is over: the newest reading that tells a percentage shows none.
 * A reading that tells nothing ends nothing. null: it is not over, or nothing has been read since.
 */
export function contradictionEnd(
  observations: readonly Observation[],
  gauge: KnownGauge,
  since: Date,
): ContradictionEnd | null {
  const later = observations.filter(({ at }) => at >= since);
  if (later.length === 0) return null;
  const newest = later.findLast(({ level }) => level.type === 'percent' && level.percent >= 0);
  if (newest?.level.type !== 'percent') return { percent: null, alert: null };
  const doubt = doubtIn(newest, gauge);
  if (doubt && doubt.code !== 'gauge-low-without-alert') return null;
  return { percent: Math.min(100, newest.level.percent), alert: newest.alert ?? null };
}

const contradictions = { low: 'alert-low-gauge-higher', empty: 'alert-empty-gauge-higher' } as const satisfies Record<
  string,
  ReasonCode
>;

function doubtIn({ level, alert }: Observation, { lowPercent, alerts }: KnownGauge): Reason | null {
  if (level.type !== 'percent' || level.percent < 0) return null;
  const percent = Math.min(100, level.percent);
  if (alert) {
    const highest = Math.max(alertedShare[alert] * 100, alert === 'low' ? (lowPercent ?? 0) + marginPoints : 0);
    return percent > highest ? reason(contradictions[alert], { percent }) : null;
  }
  const expected = alerts && lowPercent !== null && percent <= lowPercent - marginPoints;
  return expected ? reason('gauge-low-without-alert', { percent, low: lowPercent }) : null;
}
