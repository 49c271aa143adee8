import type { Level, Observation } from '../reading.ts';
import { dayMs, plusDays } from '../time.ts';
import { forecastSlot } from './forecast.ts';
import type { Forecast, ForecastInput } from './types.ts';

/** A Monday evening. */
export const start = new Date('2025-09-01T18:00:00Z');

export function day(days: number): Date {
  return plusDays(start, days);
}

export function percent(value: number, resolution?: number): Level {
  return { type: 'percent', percent: value, resolution };
}

export const ok: Level = { type: 'state', state: 'ok' };
export const low: Level = { type: 'state', state: 'low' };
export const empty: Level = { type: 'state', state: 'empty' };
export const some: Level = { type: 'some' };
export const unknown: Level = { type: 'unknown' };

export function observe(atDay: number, level: Level | number, more: Partial<Observation> = {}): Observation {
  return { at: day(atDay), level: typeof level === 'number' ? percent(level) : level, ...more };
}

/** One reading a day, from `start` on. */
export function daily(levels: readonly (Level | number)[], firstDay = 0): Observation[] {
  return levels.map((level, index) => observe(firstDay + index, level));
}

/** How a gauge shows the share that is left after `use` cartridges, one after another. */
export interface Gauge {
  /** Points; from 10 on the gauge rounds up, as full bars do. */
  step: number;
}

export function shown(use: number, { step }: Gauge = { step: 1 }): number {
  // The cartridge is changed when it is empty, and what is read then is the new one.
  const left = (1 - (use - Math.floor(use + 1e-9))) * 100;
  const steps = left / step;
  return Math.min(100, (step >= 10 ? Math.ceil(steps - 1e-9) : Math.round(steps)) * step);
}

/** Readings of a slot used at `perDay` cartridges a day, from a full cartridge on; `activity` is the day's part in it. */
export function steady(
  perDay: number,
  days: number,
  { gauge = { step: 1 }, activity = () => 1, startUse = 0 }: SteadyOptions = {},
): Observation[] {
  let use = startUse;
  return Array.from({ length: days + 1 }, (_, index) => {
    if (index > 0) use += perDay * activity(index);
    return observe(index, shown(use, gauge));
  });
}

interface SteadyOptions {
  gauge?: Gauge;
  activity?: (day: number) => number;
  startUse?: number;
}

/** Day 0 is a Monday: nothing on days 5 and 6 of each week. */
export function weekdays(day: number): number {
  return day % 7 >= 5 ? 0 : 7 / 5;
}

type Known = Extract<Forecast, { known: true }>;

/** The forecast at the newest reading, or `afterDays` later. */
export function forecastOf(
  observations: readonly Observation[],
  {
    afterDays = 0,
    profile,
    ...more
  }: Partial<Omit<ForecastInput, 'profile'>> & {
    afterDays?: number;
    profile?: Partial<ForecastInput['profile']>;
  } = {},
): Forecast {
  const newest = Math.max(start.getTime(), ...observations.map(({ at }) => at.getTime()));
  return forecastSlot({
    profile: { lowShare: 0.1, ...profile },
    observations,
    now: new Date(newest + afterDays * dayMs),
    confirmationHours: 6,
    ...more,
  });
}

export function knownForecast(...args: Parameters<typeof forecastOf>): Known {
  const forecast = forecastOf(...args);
  if (!forecast.known) throw new Error(`the forecast should be known, but: ${forecast.reason}`);
  return forecast;
}
