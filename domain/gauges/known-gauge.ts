import type { Level } from '../reading.ts';
import type { SettingValue } from '../settings.ts';
import type { LearnedGauge } from './learn-gauge.ts';

/** What staff say of a gauge of a model; null: what was learned holds. */
export interface GaugeCorrection {
  /** The gauge's step in points. */
  resolutionPercent: number | null;
  /** "Low" means so much at most. */
  lowPercent: number | null;
  /** Figures that are no level: the gauge says them when it knows none. */
  sentinels: number[] | null;
  /** Its printer gives an alert when the supply runs low. */
  alerts: boolean | null;
}

/** What is known of a gauge, whoever found it out (C, honest gauges); null: nobody. */
export interface KnownGauge {
  resolutionPercent: number | null;
  /** Staff's word on the step is the last one. */
  resolutionBy: 'staff' | 'readings' | null;
  lowPercent: number | null;
  sentinels: readonly number[];
  alerts: boolean | null;
}

/** A correction wins over what was learned, field by field. */
export function knownGauge(learned: LearnedGauge | null, corrected: GaugeCorrection | null): KnownGauge {
  const [said, shown] = [corrected?.resolutionPercent ?? null, learned?.resolutionPercent ?? null];
  return {
    resolutionPercent: said ?? shown,
    resolutionBy: said !== null ? 'staff' : shown !== null ? 'readings' : null,
    lowPercent: corrected?.lowPercent ?? learned?.lowPercent ?? null,
    sentinels: corrected?.sentinels ?? learned?.sentinels ?? [],
    alerts: corrected?.alerts ?? learned?.alerts ?? null,
  };
}

/** Level and capacity of such a gauge do not count the same thing. */
const beyondPercent = 200;

/**
 * The level as the model's gauge is to be understood. Its step is what staff say, else the coarser of what was learned and what the
 * device states or, where it states none, the catalogue: no gauge is finer than what it has shown.
 */
export function readGauge(level: Level, gauge: KnownGauge, catalogueStep: number | null): Level {
  if (level.type !== 'percent') return level;
  if (level.percent > beyondPercent || gauge.sentinels.includes(level.percent)) return { type: 'unknown' };
  const known = gauge.resolutionPercent ?? 0;
  const resolution = gauge.resolutionBy === 'staff' ? known : Math.max(level.resolution ?? catalogueStep ?? 0, known);
  return resolution > 0 ? { ...level, resolution } : level;
}

/** A05: the share (0…1) that "low" holds at most: as set by somebody, else as the model has shown, else the usual one. */
export function lowShareOf(setting: SettingValue, { lowPercent }: KnownGauge): number {
  return (setting.from === 'default' && lowPercent !== null ? lowPercent : setting.value) / 100;
}
